import { keyName } from '../../api/machinery/key.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import { remove } from '../../client/actions/change.ts';
import { podsOf } from '../details/relations.ts';
import { viewOf } from '../details/kinds.tsx';
import { useRows } from '../details/use-rows.ts';
import { count } from '../lib/format.ts';
import { Modal } from '../parts/modal.tsx';
import { select } from '../state/choose.ts';
import { useApp } from '../state/store.ts';
import { FormEnd } from './form-end.tsx';
import { useForm } from './use-form.ts';

/** The question before something goes that does not come back by itself. */
export function ConfirmDelete({ objectKey }: { readonly objectKey: ObjectKey }) {
  const { rows } = useRows();
  const form = useForm<never>([]);
  const action = remove(objectKey);
  const row = rows.get(objectKey);
  const pods = row?.type === 'workload' ? podsOf(rows, row).length : 0;
  const title = viewOf(objectKey).title;
  return (
    <Modal
      tone="alert"
      title={`Delete ${title} ${keyName(objectKey)}?`}
      about={
        pods > 0
          ? `What it owns goes with it: ${count(pods, 'pod')} will be stopped. Nothing brings them back.`
          : 'It will be gone; nothing brings it back.'
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void form
            .submit(action)
            .then((done) => done && useApp.getState().selection === objectKey && select(undefined));
        }}
      >
        <FormEnd error={form.errors.form} command={action.command} submit="Delete" busy={form.busy} danger />
      </form>
    </Modal>
  );
}
