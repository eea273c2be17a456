/**
 * The namespace controller: empties a Namespace that is being deleted, then lets it go.
 *
 * Promises: Pods go first, then everything else; the Namespace stays, Terminating, until nothing is left in it, and its
 * conditions say what it waits for. Nothing new can come: admission refuses it.
 * Source: pkg/controller/namespace/deletion/namespaced_resources_deleter.go.
 */
import { resourceOf, type KindDef } from '../../../api/kind-def.ts';
import { namespaces, type Namespace } from '../../../api/kinds/namespace/namespace.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { KINDS } from '../../../api/registry.ts';
import { keyIn, resourceRef, type ResourceRef } from '../../../api/resource-ref.ts';
import { deepEqual } from '../../../lib/equal.ts';
import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';
import { itself, type Outcome, type Reconciler, type Watch, type World } from '../../world.ts';
import { conditionsFor, type Remainder } from './conditions.ts';

const FINALIZER = 'kubernetes';
const NO_KEYS: readonly string[] = [];

/** Everything that can be in a namespace, Pods first (OrderedNamespaceDeletion, on since 1.34). */
const CONTENT: readonly ResourceRef<KubeObject>[] = podsFirst(KINDS.filter((def) => def.namespaced)).map((def) =>
  resourceRef<KubeObject>(def.group, def.version, def.plural, def.kind),
);

export const namespaceController: Reconciler = {
  name: 'namespace-controller',
  paced: true,
  watches: [{ resource: namespaces.resource, keys: itself }, ...CONTENT.map(watchRemovals)],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const namespace = world.byKey(namespaces, key);
  if (namespace?.metadata.deletionTimestamp === undefined) return undefined;
  const name = namespace.metadata.name ?? '';
  for (const ref of CONTENT) {
    deleteAll(world, ref, name);
    // Others may need their Pods to end in order, so they wait.
    if (ref.resource === pods.resource && world.count(ref, 'namespace', name) > 0) break;
  }
  const remaining = remainders(world, name);
  if (remaining.length === 0) return finalize(world, namespace);
  const { status } = namespace;
  const conditions = conditionsFor(status?.conditions ?? [], remaining, world.nowMs);
  if (!deepEqual(conditions, status?.conditions))
    world.updateStatus(namespaces, { ...namespace, status: { ...status, conditions } });
  return undefined;
}

function deleteAll(world: World, ref: ResourceRef<KubeObject>, namespace: string): void {
  if (world.count(ref, 'namespace', namespace) === 0) return;
  for (const object of world.indexed(ref, 'namespace', namespace)) {
    if (object.metadata.deletionTimestamp === undefined) world.delete(ref, object, { propagation: 'Background' });
  }
}

function finalize(world: World, namespace: Namespace): Outcome {
  const finalizers = (namespace.spec?.finalizers ?? []).filter((each) => each !== FINALIZER);
  if (finalizers.length === namespace.spec?.finalizers?.length) return undefined;
  const written = world.update(namespaces, { ...namespace, spec: { ...namespace.spec, finalizers } });
  return written.ok ? undefined : { retry: true };
}

function remainders(world: World, namespace: string): readonly Remainder[] {
  return CONTENT.flatMap((ref) => {
    if (world.count(ref, 'namespace', namespace) === 0) return [];
    const objects = world.indexed(ref, 'namespace', namespace);
    return [
      {
        resource: ref.group === '' ? `${ref.plural}.` : `${ref.plural}.${ref.group}`,
        finalizers: objects.map((each) => each.metadata.finalizers ?? []),
      },
    ];
  });
}

function podsFirst(defs: readonly KindDef[]): readonly KindDef[] {
  const isPod = (def: KindDef): boolean => resourceOf(def) === pods.resource;
  return [...defs.filter(isPod), ...defs.filter((def) => !isPod(def))];
}

/** What leaves a namespace under deletion brings its end nearer; what slipped in must go, too. */
function watchRemovals(ref: ResourceRef<KubeObject>): Watch {
  return { resource: ref.resource, on: ['created', 'removed'], keys: keysOfContent };
}

function keysOfContent({ prev, next }: Change, world: World): readonly string[] {
  if (prev !== undefined && next !== undefined) return NO_KEYS;
  const going = goingNamespaces(world);
  const name = (next ?? prev)?.metadata.namespace ?? '';
  return going.size > 0 && going.has(name) ? [keyIn(namespaces, '', name)] : NO_KEYS;
}

/** Names of the Namespaces that are being deleted: mostly none. */
class GoingNamespaces implements Derived {
  readonly resources = [namespaces.resource];
  readonly names = new Set<string>();

  apply({ resource, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (resource !== namespaces.resource) return;
    const name = (next ?? prev)?.metadata.name ?? '';
    if (next?.metadata.deletionTimestamp === undefined) this.names.delete(name);
    else this.names.add(name);
  }
}

function goingNamespaces(world: World): ReadonlySet<string> {
  return world.derived('going-namespaces', () => new GoingNamespaces()).names;
}
