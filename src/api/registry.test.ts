import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { deepFreeze, enableFreezing } from '../lib/freeze.ts';
import type { KindDef } from './kind-def.ts';
import { resourceOf } from './kind-def.ts';
import { created, createErrors } from './kinds/testing/check.ts';
import { fullPod } from './kinds/testing/full-pod.ts';
import type { KubeObject } from './machinery/object.ts';
import { KINDS, kindByResource, kindFor, kindForPlural } from './registry.ts';

const NOW_MS = 1_767_225_600_000;
const named = KINDS.map((def): [string, KindDef] => [def.kind, def]);

beforeAll(() => enableFreezing(true));

describe('the registry', () => {
  test('finds each kind by resource, by kind and by path', () => {
    for (const def of KINDS) {
      expect(kindByResource(resourceOf(def))).toBe(def);
      expect(kindFor(def.group, def.version, def.kind)).toBe(def);
      expect(kindForPlural(def.group, def.version, def.plural)).toBe(def);
    }
    expect([kindByResource('core/widgets'), kindFor('', 'v9', 'Pod'), kindForPlural('apps', 'v1', 'pods')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('lists the kinds that the first cluster needs', () => {
    const served = [
      'core/namespaces',
      'core/nodes',
      'core/pods',
      'apps/replicasets',
      'apps/deployments',
      'core/services',
      'core/endpoints',
      'discovery.k8s.io/endpointslices',
      'core/configmaps',
      'core/secrets',
      'core/serviceaccounts',
      'core/events',
      'coordination.k8s.io/leases',
      'sim.kubarium.dev/kubeproxies',
    ];
    expect(KINDS.map(resourceOf)).toEqual(expect.arrayContaining(served));
    expect(KINDS.filter((def) => def.hidden === true).map((def) => def.kind)).toEqual(['KubeProxy']);
  });
});

describe.each(named)('%s', (_kind, def) => {
  const example = deepFreeze(structuredClone(def.example));

  test('has an example that is valid', () => {
    expect(createErrors(def, example)).toEqual([]);
  });

  test('gives its defaults once: a second time the object stays the same reference', () => {
    const once = def.defaults?.(example) ?? example;
    expect(def.defaults?.(once) ?? once).toBe(once);
  });

  test('prints a cell for each column, also for an object that has nothing but a name', () => {
    const bare: KubeObject = { apiVersion: def.example.apiVersion, kind: def.kind, metadata: { name: 'x' } };
    for (const object of [created(def, example), created(def, bare)]) {
      expect(def.tableRow(object, NOW_MS).cells.length).toBe(def.columns.length);
    }
  });

  test('answers for all fields that it lets a selector name, and for no other', () => {
    expect(Object.keys(def.fields?.(created(def, example)) ?? {}).sort()).toEqual([...(def.fieldNames ?? [])].sort());
  });

  test('refuses an object without a name', () => {
    const { name: _name, ...metadata } = example.metadata;
    expect(createErrors(def, { ...example, metadata })).toContain(
      'metadata.name: Required value: name or generateName is required',
    );
  });
});

describe('any part of a full pod spec may be missing or null', () => {
  const pods = kindFor('', 'v1', 'Pod') as KindDef;
  const deployments = kindFor('apps', 'v1', 'Deployment') as KindDef;

  test('and its defaults are idempotent and nothing throws', () => {
    fc.assert(
      fc.property(hitsOn(fullPod), (hits) => {
        const pod = damaged(fullPod, hits);
        const once = pods.defaults?.(deepFreeze(pod)) as KubeObject;
        expect(pods.defaults?.(once)).toBe(once);
        createErrors(pods, pod);
        const stored = created(pods, pod);
        pods.tableRow(stored, NOW_MS);
        for (const { values } of pods.indexes) values(stored);
      }),
      { seed: 20260701, numRuns: 300 },
    );
  });

  test('also in a template', () => {
    const full = {
      ...deployments.example,
      spec: {
        ...(deployments.example.spec as object),
        template: { metadata: { labels: { app: 'web' }, creationTimestamp: null }, spec: fullPod.spec },
      },
    };
    fc.assert(
      fc.property(hitsOn(full), (hits) => {
        const deployment = damaged(full, hits);
        const once = deployments.defaults?.(deepFreeze(deployment)) as KubeObject;
        expect(deployments.defaults?.(once)).toBe(once);
        createErrors(deployments, deployment);
        deployments.tableRow(created(deployments, deployment), NOW_MS);
      }),
      { seed: 20260701, numRuns: 200 },
    );
  });
});

interface Hit {
  readonly path: readonly string[];
  readonly toNull: boolean;
}

/** Fields of an object's spec to remove or to set to null. */
function hitsOn(object: KubeObject): fc.Arbitrary<readonly Hit[]> {
  const paths = fieldPaths(object.spec, []);
  return fc.array(fc.record({ path: fc.constantFrom(...paths), toNull: fc.boolean() }), { maxLength: 6 });
}

function damaged(object: KubeObject, hits: readonly Hit[]): KubeObject {
  const copy = structuredClone(object);
  for (const { path, toNull } of hits) damage(copy.spec, path, toNull);
  return copy;
}

function fieldPaths(value: unknown, path: readonly string[]): readonly string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const own = [...path, key];
    return [...(Array.isArray(value) ? [] : [own]), ...fieldPaths(child, own)];
  });
}

function damage(root: unknown, path: readonly string[], toNull: boolean): void {
  let parent = root as Record<string, unknown> | undefined | null;
  for (const key of path.slice(0, -1)) parent = parent?.[key] as Record<string, unknown> | undefined | null;
  const last = path.at(-1) ?? '';
  if (typeof parent !== 'object' || parent === null) return;
  if (toNull) parent[last] = null;
  else delete parent[last];
}
