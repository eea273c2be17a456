import { Button } from '../parts/button.tsx';
import { CommandLine } from '../parts/command-line.tsx';
import { closeDialog } from '../state/choose.ts';

interface FormEndProps {
  readonly error: string | undefined;
  readonly command: string | undefined;
  readonly submit: string;
  readonly busy: boolean;
  readonly danger?: boolean;
}

/** The end of every form: what the API refused, the command that it equals, and the two ways out. */
export function FormEnd({ error, command, submit, busy, danger = false }: FormEndProps) {
  return (
    <div className="mt-5 flex flex-col gap-4">
      {error !== undefined && (
        <p
          role="alert"
          className="max-h-40 overflow-y-auto rounded-md bg-danger-soft px-3 py-2 text-sm break-words whitespace-pre-wrap text-danger"
        >
          {error}
        </p>
      )}
      {command !== undefined && <CommandLine command={command} />}
      <div className="flex justify-end gap-2 max-sm:flex-col-reverse">
        <Button onClick={closeDialog}>Cancel</Button>
        <Button type="submit" look={danger ? 'danger' : 'primary'} disabled={busy}>
          {submit}
        </Button>
      </div>
    </div>
  );
}
