import { expect, test } from 'vitest';
import { nodeRow, podRow, serviceRow, workloadRow } from '../../graph/testing/rows.ts';
import { labelsText, nodeWords, podWords, serviceWords, workloadWords } from './words.ts';

test('a pod is told in words by its state', () => {
  const pod = podRow('web-a', { node: 'node-1' });
  expect([
    podWords({ ...pod, state: 'ready' }, ['a', 'b', 'c']),
    podWords({ ...pod, state: 'ready' }, []),
    podWords({ ...pod, state: 'creating' }, []),
    podWords({ ...pod, state: 'terminating', graceSeconds: 1 }, []),
  ]).toEqual([
    'It runs and is ready, and a, b and c send it traffic.',
    'It runs and is ready. No Service points to it.',
    'It has its place on node-1; there, its image is pulled and its containers are started.',
    'It is being stopped, with 1 second to finish what it does. Its address goes with it; a replacement gets a new one.',
  ]);
});

test('a workload is told by what it wants and has', () => {
  const row = workloadRow('Deployment', 'web', { desired: 3, current: 3, updated: 3, ready: 3 });
  expect([
    workloadWords(row),
    workloadWords({ ...row, ready: 1 }),
    workloadWords({ ...row, updated: 1 }),
    workloadWords({ ...row, paused: true }),
    workloadWords({ ...row, desired: 0, current: 2 }),
    workloadWords({ ...row, desired: 1, current: 1, updated: 1, ready: 1 }),
  ]).toEqual([
    'It wants 3 pods, and all are ready.',
    'It wants 3 pods; 1 of them are ready so far.',
    'A rollout is under way: 1 of 3 pods have the new template, 3 are ready.',
    'It is paused: changes of its template wait. 3 of 3 ready.',
    'It wants no pods; 2 still leave.',
    'It wants 1 pod, and it is ready.',
  ]);
});

test('a Service and a node', () => {
  const service = serviceRow('web', { selector: { app: 'web', tier: 'front' } });
  expect(serviceWords(service, [])).toBe(
    'A stable address for pods labelled app=web,tier=front. There are none, so nobody answers.',
  );
  expect(serviceWords(serviceRow('db', { serviceType: 'ExternalName', externalName: 'db.example.com' }), [])).toBe(
    'Another name for db.example.com, outside the cluster.',
  );
  expect(nodeWords(nodeRow('node-1'), 2)).toBe('A healthy machine. 2 pods on it, of 110 at most.');
  expect(nodeWords(nodeRow('node-1', { unschedulable: true }), 0)).toBe(
    'It is cordoned: what runs stays, but no new pods come. No pods run on it.',
  );
  expect(labelsText({})).toBe('');
});
