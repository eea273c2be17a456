import type { ReactNode } from 'react';
import type { Action } from '../../client/actions/action.ts';
import { Button } from '../parts/button.tsx';
import { CommandLine } from '../parts/command-line.tsx';
import { perform } from '../state/perform.ts';

interface ActionRowProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly action: Action;
  /** Opens a form or a question instead of doing it at once. */
  readonly onPress?: () => void;
}

/** A button, and the command that it equals. */
export function ActionRow({ label, icon, action, onPress }: ActionRowProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <Button icon={icon} className="self-start" onClick={onPress ?? (() => void perform(action))}>
        {label}
      </Button>
      <CommandLine command={action.command} />
    </div>
  );
}
