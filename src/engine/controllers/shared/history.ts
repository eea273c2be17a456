import {
  controllerRevisions,
  type ControllerRevision,
} from '../../../api/kinds/controller-revision/controller-revision.ts';
import type { PodTemplateSpec } from '../../../api/kinds/pod/pod-spec.ts';
import type { JsonObject } from '../../../api/machinery/json.ts';
import { controllerOf, type StringMap } from '../../../api/machinery/object.ts';
import type { Status } from '../../../api/machinery/status.ts';
import type { ResourceRef } from '../../../api/resource-ref.ts';
import { deepEqual } from '../../../lib/equal.ts';
import type { World } from '../../world.ts';
import { adopt } from './adopt.ts';
import { controllerRef } from './owner.ts';
import type { Selecting } from './pod-watch.ts';
import { templateHash } from './template-hash.ts';

/** A workload that keeps its templates as ControllerRevisions. */
export interface Revisioned extends Selecting {
  readonly spec: Selecting['spec'] & { readonly template: PodTemplateSpec };
}

export interface History {
  /** All of the owner's, lowest revision first. */
  readonly revisions: readonly ControllerRevision[];
  /** The one of the owner's template. */
  readonly update: ControllerRevision;
  readonly collisionCount: number;
}

/** Longest part of an owner's name in the name of a revision. Source: controller_history.go ControllerRevisionName. */
const OWNER_NAME_MAX = 223;

/**
 * Finds the revision of the owner's template, gives it the highest number, or creates it. Revisions with its labels
 * that belong to nobody are adopted. A refusal is returned as it is.
 * Source: pkg/controller/history/controller_history.go, stateful_set_control.go getStatefulSetRevisions,
 * pkg/controller/daemon/update.go constructHistory.
 */
export function keepHistory<T extends Revisioned>(
  world: World,
  ref: ResourceRef<T>,
  owner: T,
  hashLabel: string,
  collisionCount: number,
): History | Status {
  adopt(world, ref, owner, controllerRevisions);
  const revisions = revisionsOf(world, owner);
  const patch = patchOf(owner.spec.template);
  const equal = revisions.findLast(({ data }) => deepEqual(data, patch));
  const next = (revisions.at(-1)?.revision ?? 0) + 1;
  if (equal !== undefined) {
    if (equal === revisions.at(-1)) return { revisions, update: equal, collisionCount };
    const written = world.update(controllerRevisions, { ...equal, revision: next });
    if (!written.ok) return written.status;
    return {
      revisions: [...revisions.filter((each) => each !== equal), written.object],
      update: written.object,
      collisionCount,
    };
  }
  for (let count = collisionCount; ; count++) {
    const wanted = revisionOf(ref, owner, hashLabel, next, count);
    const written = world.create(controllerRevisions, wanted);
    if (written.ok) return { revisions: [...revisions, written.object], update: written.object, collisionCount: count };
    if (written.status.reason !== 'AlreadyExists') return written.status;
  }
}

/** The owner's revisions, lowest first. Source: history.SortControllerRevisions. */
export function revisionsOf(world: World, { metadata }: Revisioned): readonly ControllerRevision[] {
  const { uid = '' } = metadata;
  return world
    .indexed(controllerRevisions, 'owner', uid)
    .filter((each) => controllerOf(each.metadata)?.uid === uid)
    .sort((a, b) => a.revision - b.revision || ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
}

const templates = new WeakMap<object, PodTemplateSpec>();
const patches = new WeakMap<PodTemplateSpec, JsonObject>();

/** The template that a revision holds: the same object for each question, so that its Pods share what they can. */
export function templateOf({ data = {} }: ControllerRevision): PodTemplateSpec {
  let template = templates.get(data);
  if (template === undefined) {
    const { $patch: _directive, ...rest } = (data as unknown as { spec: { template: Record<string, unknown> } }).spec
      .template;
    template = rest as unknown as PodTemplateSpec;
    templates.set(data, template);
  }
  return template;
}

/** Deletes revisions from the lowest on, as long as there are too many and `isLive` lets them go. */
export function deleteRevisions(
  world: World,
  candidates: readonly ControllerRevision[],
  surplus: number,
  isLive: (revision: ControllerRevision) => boolean,
): void {
  let left = surplus;
  for (const revision of candidates) {
    if (left <= 0) return;
    if (isLive(revision)) continue;
    world.delete(controllerRevisions, revision);
    left--;
  }
}

/** A patch that puts the template back in place of any other. Source: stateful_set_utils.go getPatch. */
function patchOf(template: PodTemplateSpec): JsonObject {
  let patch = patches.get(template);
  if (patch === undefined) {
    patch = { spec: { template: { ...template, $patch: 'replace' } } } as unknown as JsonObject;
    patches.set(template, patch);
  }
  return patch;
}

function revisionOf<T extends Revisioned>(
  ref: ResourceRef<T>,
  owner: T,
  hashLabel: string,
  revision: number,
  collisionCount: number,
): ControllerRevision {
  const { name = '', namespace = '', annotations } = owner.metadata;
  const { template } = owner.spec;
  const hash = templateHash(template, collisionCount === 0 ? undefined : collisionCount);
  const labels: StringMap = { ...template.metadata?.labels, [hashLabel]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: controllerRevisions.kind,
    metadata: {
      name: `${name.slice(0, OWNER_NAME_MAX)}-${hash}`,
      namespace,
      labels,
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerRef(ref, owner)],
    },
    data: patchOf(template),
    revision,
  };
}
