/** A workload's card: itself, and the workloads that it owns. */
import type { WorkloadRow } from '../api/row.ts';
import { CARD_SETS, setRect } from './geometry.ts';
import { byText } from './model.ts';
import type { Model } from './model.ts';
import { revisionLetter } from './revision.ts';
import type { Rect, WorkloadItem } from './scene.ts';

export function projectWorkload(model: Model, row: WorkloadRow, slot: number, rect: Rect): WorkloadItem {
  const owned = [...(model.workloadsByOwner.get(row.uid) ?? [])]
    .map((key) => model.workload(key))
    .filter((set) => set !== undefined)
    .sort((a, b) => b.revision - a.revision || b.createdMs - a.createdMs || byText(a.key, b.key));
  const alive = owned.filter((set) => set.desired > 0 || set.current > 0);
  const first = owned[0];
  const worthShowing = alive.length === 0 && first ? [first] : alive;
  const sets = worthShowing.slice(0, CARD_SETS).map((set, index) => ({
    key: set.key,
    row: set,
    letter: revisionLetter(set.revision),
    rect: setRect(rect, index),
  }));
  return { key: row.key, row, slot, rect, sets, hiddenSets: owned.length - sets.length };
}

/** A workload has a card of its own unless another workload in the picture owns it. */
export function hasCard(model: Model, row: WorkloadRow): boolean {
  return row.ownerUid === '' || model.workloadOfUid(row.ownerUid) === undefined;
}
