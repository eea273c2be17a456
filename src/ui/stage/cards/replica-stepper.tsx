import { Minus, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import { parseReplicas } from '../replicas.ts';
import { useStageApi } from '../stage-context.ts';

interface ReplicaStepperProps {
  readonly itemKey: ObjectKey;
  readonly name: string;
  readonly desired: number;
}

/** How long a number that was asked for is shown before the object has taken it over. */
const PATIENCE_MS = 1500;

/** Minus, a number to type, plus. Asks by `scale`; what the object then says is what stays. */
export function ReplicaStepper({ itemKey, name, desired }: ReplicaStepperProps) {
  const { act } = useStageApi();
  const [draft, setDraft] = useState<string>();
  const [asked, setAsked] = useAsked(desired);
  const shown = asked ?? desired;
  const ask = (replicas: number): void => {
    if (replicas < 0 || replicas === shown) return;
    setAsked(replicas);
    act({ type: 'scale', key: itemKey, replicas });
  };
  const commit = (): void => {
    const replicas = draft === undefined ? undefined : parseReplicas(draft);
    if (replicas !== undefined) ask(replicas);
    setDraft(undefined);
  };
  return (
    <div className="kb-stepper nopan nodrag">
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Scale ${name} down`}
        disabled={shown <= 0}
        onClick={() => ask(shown - 1)}
      >
        <Minus size={14} aria-hidden="true" />
      </button>
      <input
        role="spinbutton"
        type="text"
        inputMode="numeric"
        tabIndex={-1}
        aria-label={`Replicas of ${name}`}
        aria-valuenow={shown}
        aria-valuemin={0}
        value={draft ?? String(shown)}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          else if (event.key === 'Escape') setDraft(undefined);
          else if (event.key === 'ArrowUp') ask(shown + 1);
          else if (event.key === 'ArrowDown') ask(shown - 1);
        }}
      />
      <button type="button" tabIndex={-1} aria-label={`Scale ${name} up`} onClick={() => ask(shown + 1)}>
        <Plus size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

/** The number asked for, until the object says it (or something else), or nothing came of it. */
function useAsked(desired: number): [number | undefined, (replicas: number) => void] {
  const [asked, setAsked] = useState<number>();
  const before = useRef(desired);
  useEffect(() => {
    if (before.current === desired) return;
    before.current = desired;
    setAsked((number) => (number === desired ? undefined : number));
  }, [desired]);
  useEffect(() => {
    if (asked === undefined) return;
    const timer = setTimeout(() => setAsked(undefined), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  return [asked, setAsked];
}
