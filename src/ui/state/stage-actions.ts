import { keyResource } from '../../api/machinery/key.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import { remove, scale } from '../../client/actions/change.ts';
import type { StageAction } from '../stage/stage-props.ts';
import { openDialog, select } from './choose.ts';
import { perform } from './perform.ts';

/** What a person does on the stage itself: the same requests as from the panel. */
export function onStageAction(action: StageAction): void {
  switch (action.type) {
    case 'scale':
      void perform(scale(action.key, action.replicas));
      return;
    case 'delete':
      askedToDelete(action.key);
      return;
    case 'open':
      select(action.key);
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-details-start]')?.focus());
  }
}

/** A pod is soon replaced, and watching that is the point: it goes at once. Everything else is asked about first. */
export function askedToDelete(key: ObjectKey): void {
  if (keyResource(key) === 'core/pods') void perform(remove(key));
  else openDialog({ form: 'delete', key });
}
