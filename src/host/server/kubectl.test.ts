import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeKubeconfig } from './kubeconfig.ts';
import type { RunningServer } from './server.ts';
import { runServer } from './testing/running.ts';

const MANIFEST = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: app, image: nginx:1.27, ports: [{containerPort: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`;

const hasKubectl = ((): boolean => {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasKubectl)('the real kubectl', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'kubarium-test-'));
  let server: RunningServer;
  let kubeconfig = '';

  beforeAll(async () => {
    server = await runServer();
    kubeconfig = await writeKubeconfig(server.url, undefined, path.join(home, 'kubeconfig'));
  });

  afterAll(async () => {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  });

  function kubectl(line: string, input = ''): Promise<string> {
    return new Promise((resolve) => {
      const env = { ...process.env, HOME: home, KUBECONFIG: kubeconfig };
      const child = execFile('kubectl', line.split(' '), { env }, (_error, stdout, stderr) => resolve(stdout + stderr));
      child.stdin?.end(input);
    });
  }

  test('applies, looks, scales, waits, explains and deletes', { timeout: 60_000 }, async () => {
    expect(await kubectl('apply -f -', MANIFEST)).toBe('deployment.apps/web created\nservice/web created\n');
    expect(await kubectl('apply -f -', MANIFEST)).toBe('deployment.apps/web unchanged\nservice/web unchanged\n');
    expect(await kubectl('rollout status deployment/web')).toContain('deployment "web" successfully rolled out\n');
    expect(await kubectl('get deployment web -o wide')).toMatch(
      /NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR\nweb +2\/2 +2 +2 +\d+s +app +nginx:1.27 +app=web\n/,
    );
    expect(await kubectl('scale deployment web --replicas=3')).toBe('deployment.apps/web scaled\n');
    expect(await kubectl('rollout status deployment/web')).toContain('successfully rolled out');
    expect(await kubectl('get deployment web -o jsonpath={.status.readyReplicas}')).toBe('3');
    expect(await kubectl('create deployment other --image=nginx --replicas=0')).toBe('deployment.apps/other created\n');
    expect(await kubectl('api-resources --api-group=apps')).toMatch(
      /deployments +deploy +apps\/v1 +true +Deployment\n/,
    );
    expect(await kubectl('explain deployment.spec.strategy')).toContain('FIELD: strategy <DeploymentStrategy>');
    expect(await kubectl('auth can-i create pods')).toBe('yes\n');
    expect(await kubectl('apply --validate=strict -f -', MANIFEST.replace('replicas:', 'replica:'))).toContain(
      'unknown field "spec.replica"',
    );
    expect(await kubectl('delete -f - --wait=false', MANIFEST)).toContain('deployment.apps "web" deleted');
  });
});
