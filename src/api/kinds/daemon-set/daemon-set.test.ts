import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../machinery/object.ts';
import { controllerRevisionDef } from '../controller-revision/def.ts';
import { created, createErrors, updated, updateErrors } from '../testing/check.ts';
import { daemonSetDef } from './def.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 0, 10);
const labels = { app: 'agent' };
const container = { name: 'a', image: 'fluentd:1' };
const GENERATION = 'deprecated.daemonset.template.generation';

function setWith(spec: Readonly<Record<string, unknown>>): KubeObject {
  const template = { metadata: { labels }, spec: { containers: [container] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'default' },
    spec: { selector: { matchLabels: labels }, template, ...spec },
  };
}

test('a DaemonSet gets the defaults of the API server, and its templates are counted', () => {
  const set = created(daemonSetDef, setWith({}));
  expect(set.metadata.annotations).toEqual({ [GENERATION]: '1' });
  expect(set.status).toEqual({
    currentNumberScheduled: 0,
    desiredNumberScheduled: 0,
    numberMisscheduled: 0,
    numberReady: 0,
  });
  expect(set.spec).toMatchObject({
    revisionHistoryLimit: 10,
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
    template: { spec: { restartPolicy: 'Always' } },
  });
  const template = { metadata: { labels }, spec: { containers: [{ ...container, image: 'fluentd:2' }] } };
  const next = { ...set, metadata: { ...set.metadata, annotations: { [GENERATION]: '9', note: 'x' } } };
  expect(updated(daemonSetDef, next, set).metadata.annotations).toEqual({ [GENERATION]: '1', note: 'x' });
  const changed = { ...next, spec: { ...(set.spec as object), template } };
  expect(updated(daemonSetDef, changed, set).metadata.annotations).toEqual({ [GENERATION]: '2', note: 'x' });
});

describe('a DaemonSet is refused in upstream’s words', () => {
  const rolling = (rollingUpdate: object): KubeObject => setWith({ updateStrategy: { rollingUpdate } });
  const spec = 'spec.updateStrategy.rollingUpdate';
  test.each<[string, KubeObject, readonly string[]]>([
    [
      'Pods that end',
      setWith({
        template: {
          metadata: { labels },
          spec: { containers: [container], restartPolicy: 'OnFailure', activeDeadlineSeconds: 1 },
        },
      }),
      [
        'spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"',
        'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported',
      ],
    ],
    [
      'no selector',
      setWith({ selector: undefined }),
      ['spec.template.metadata.labels: Invalid value: {"app":"agent"}: `selector` does not match template `labels`'],
    ],
    [
      'an empty selector',
      setWith({ selector: {} }),
      ['spec.selector: Invalid value: {}: empty selector is invalid for daemonset'],
    ],
    [
      'neither',
      rolling({ maxUnavailable: 0 }),
      [`${spec}.maxUnavailable: Required value: cannot be 0 when maxSurge is 0`],
    ],
    [
      'both surge and unavailability',
      rolling({ maxSurge: '10%' }),
      [`${spec}.maxSurge: Invalid value: "10%": may not be set when maxUnavailable is non-zero`],
    ],
    [
      'more than all',
      rolling({ maxUnavailable: '120%' }),
      [`${spec}.maxUnavailable: Invalid value: "120%": must not be greater than 100%`],
    ],
    [
      'an unknown strategy',
      setWith({ updateStrategy: { type: 'Blue' } }),
      [
        'spec.updateStrategy: Unsupported value: {"Type":"Blue","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"',
      ],
    ],
    [
      'a negative history',
      setWith({ revisionHistoryLimit: -1 }),
      ['spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0'],
    ],
  ])('with %s', (_what, set, errors) => {
    expect(createErrors(daemonSetDef, set)).toEqual(errors);
  });

  test('when its selector changes', () => {
    const old = created(daemonSetDef, setWith({}));
    const both = { app: 'agent', tier: 'edge' };
    const template = { metadata: { labels: both }, spec: { containers: [container] } };
    const next = { ...old, spec: { ...(old.spec as object), selector: { matchLabels: both }, template } };
    expect(updateErrors(daemonSetDef, next, old)).toEqual([
      'spec.selector: Invalid value: {"matchLabels":{"app":"agent","tier":"edge"}}: field is immutable',
    ]);
  });
});

test('a DaemonSet is printed and drawn with its numbers, and cannot be scaled', () => {
  const template = { metadata: { labels }, spec: { containers: [container], nodeSelector: { tier: 'edge' } } };
  const base = created(daemonSetDef, setWith({ template }));
  const set = {
    ...base,
    metadata: { ...base.metadata, creationTimestamp: '2026-01-01T00:09:46Z' },
    status: {
      desiredNumberScheduled: 5,
      currentNumberScheduled: 4,
      numberReady: 3,
      updatedNumberScheduled: 2,
      numberAvailable: 1,
      numberMisscheduled: 0,
    },
  };
  expect(daemonSetDef.tableRow(set, NOW_MS)).toEqual({
    cells: ['agent', 5, 4, 3, 2, 1, 'tier=edge', '14s', 'a', 'fluentd:1', 'app=agent'],
  });
  expect(daemonSetDef.project?.(set)).toMatchObject({
    kind: 'DaemonSet',
    desired: 5,
    current: 4,
    ready: 3,
    updated: 2,
    available: 1,
    maxSurge: '0',
    maxUnavailable: '1',
    strategy: 'RollingUpdate',
  });
  expect(daemonSetDef.scale).toBeUndefined();
});

describe('a ControllerRevision', () => {
  const revision = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: 'db-1',
      namespace: 'default',
      creationTimestamp: '2026-01-01T00:09:46Z',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', uid: 'u', controller: true }],
    },
    revision: 3,
    data: { spec: { template: {} } },
  };

  test('is printed with its controller', () => {
    expect(controllerRevisionDef.tableRow(revision, NOW_MS).cells).toEqual(['db-1', 'statefulset.apps/db', 3, '14s']);
    const { ownerReferences: _owners, ...metadata } = revision.metadata;
    expect(controllerRevisionDef.tableRow({ ...revision, metadata }, NOW_MS).cells[1]).toBe('<none>');
  });

  test('may be renumbered, but holds its data for life', () => {
    const { data: _data, ...empty } = revision;
    expect(createErrors(controllerRevisionDef, { ...empty, revision: -1 })).toEqual([
      'data: Required value: data is mandatory',
      'revision: Invalid value: -1: must be greater than or equal to 0',
    ]);
    expect(updateErrors(controllerRevisionDef, { ...revision, revision: 4 }, revision)).toEqual([]);
    expect(updateErrors(controllerRevisionDef, { ...revision, data: { spec: {} } }, revision)).toEqual([
      'data: Invalid value: {"spec":{}}: field is immutable',
    ]);
  });
});
