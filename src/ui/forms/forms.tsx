/**
 * The forms layer of the page: one dialog at a time, chosen by the store. Each form shows the kubectl command that
 * it equals, and the API is its only judge.
 */
import { useApp } from '../state/store.ts';
import { HelpDialog } from '../shell/help-dialog.tsx';
import { ConfirmDelete } from './confirm-delete.tsx';
import { ExposeForm } from './expose-form.tsx';
import { NewDeployment } from './new-deployment.tsx';
import { SetImage } from './set-image.tsx';

export function Forms() {
  const dialog = useApp((state) => state.dialog);
  if (dialog === undefined) return null;
  switch (dialog.form) {
    case 'new-deployment':
      return <NewDeployment />;
    case 'expose':
      return <ExposeForm objectKey={dialog.key} />;
    case 'set-image':
      return <SetImage objectKey={dialog.key} />;
    case 'delete':
      return <ConfirmDelete objectKey={dialog.key} />;
    case 'help':
      return <HelpDialog />;
  }
}
