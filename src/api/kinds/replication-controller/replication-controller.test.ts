import { expect, test } from 'vitest';
import type { KubeObject } from '../../machinery/object.ts';
import { created, createErrors, updateErrors } from '../testing/check.ts';
import { replicationControllerDef as def } from './def.ts';

const TEMPLATE = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };

function controller(spec: Readonly<Record<string, unknown>>): KubeObject {
  return { apiVersion: 'v1', kind: 'ReplicationController', metadata: { name: 'r', namespace: 'default' }, spec };
}

test('selector and labels come from the template', () => {
  const made = created(def, controller({ template: TEMPLATE }));
  expect([made.metadata.labels, made.spec]).toEqual([
    { a: 'b' },
    expect.objectContaining({ replicas: 1, selector: { a: 'b' } }),
  ]);
});

test('a ReplicationController is refused in the words of upstream', () => {
  expect(createErrors(def, controller({}))).toEqual(['spec.selector: Required value', 'spec.template: Required value']);
  expect(
    createErrors(def, controller({ replicas: -1, minReadySeconds: -1, selector: { x: 'y' }, template: TEMPLATE })),
  ).toEqual([
    'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
    'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    'spec.template.metadata.labels: Invalid value: {"a":"b"}: `selector` does not match template `labels`',
  ]);
  const template = { ...TEMPLATE, spec: { ...TEMPLATE.spec, restartPolicy: 'Never', activeDeadlineSeconds: 5 } };
  expect(createErrors(def, controller({ template }))).toEqual([
    'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicationController is not Supported',
  ]);
});

test('its selector may change, its scale reads and writes replicas, and it is printed like a ReplicaSet', () => {
  const stored = {
    ...created(def, controller({ replicas: 2, template: TEMPLATE })),
    status: { replicas: 2, readyReplicas: 1 },
  };
  const template = { ...TEMPLATE, metadata: { labels: { x: 'y' } } };
  expect(updateErrors(def, { ...stored, spec: { replicas: 2, selector: { x: 'y' }, template } }, stored)).toEqual([]);
  expect([def.scale?.replicas(stored), def.scale?.selector(stored)]).toEqual([2, 'a=b']);
  expect(def.scale?.withReplicas(stored, 5).spec).toMatchObject({ replicas: 5 });
  expect(def.tableRow(stored, 0).cells).toEqual(['r', 2, 2, 1, '<unknown>', 'c', 'nginx', 'a=b']);
  expect(def.project?.(stored)).toMatchObject({ kind: 'ReplicationController', desired: 2, ready: 1 });
});
