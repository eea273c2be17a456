import { expect, test } from 'vitest';
import type { KubeObject } from '../api/machinery/object.ts';
import { SCENE_START_MS } from './scene.ts';
import { SCENES, findScene } from './scenes.ts';

test('every scene has an address of its own, three machines in three zones, and starts on the same morning', () => {
  expect(SCENES.map((scene) => scene.id)).toEqual(['frontends-and-backends', 'empty']);
  for (const scene of SCENES) {
    expect(scene.id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(scene.boot.startMs).toBe(Date.UTC(2026, 0, 5, 9));
    expect(scene.boot.nodes).toEqual(
      ['a', 'b', 'c'].map((zone, i) => ({
        name: `node-${i + 1}`,
        cpu: '4',
        memory: '8Gi',
        pods: 110,
        zone: `zone-${zone}`,
      })),
    );
  }
  expect(SCENE_START_MS).toBe(1_767_603_600_000);
});

test('the frontends and backends story has the objects that it tells of', () => {
  const scene = findScene('frontends-and-backends');
  const objects = (scene?.requests ?? []).map((request) => JSON.parse(request.body ?? '') as KubeObject);
  expect(objects.map((object) => `${object.kind} ${object.metadata.name ?? ''}`)).toEqual([
    'Deployment backend',
    'Service my-service',
    'Deployment frontend',
    'Service frontend',
  ]);
  expect(objects[1]?.spec).toEqual({
    selector: { app: 'MyApp' },
    ports: [{ protocol: 'TCP', port: 80, targetPort: 9376 }],
  });
  expect(scene?.requests.map((request) => `${request.method} ${request.url.split('?')[0] ?? ''}`)).toEqual([
    'POST /apis/apps/v1/namespaces/default/deployments',
    'POST /api/v1/namespaces/default/services',
    'POST /apis/apps/v1/namespaces/default/deployments',
    'POST /api/v1/namespaces/default/services',
  ]);
});

test('a name that no scene has finds nothing', () => {
  expect([findScene(null), findScene('nope')]).toEqual([undefined, undefined]);
});
