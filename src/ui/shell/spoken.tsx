import { useApp } from '../state/store.ts';

/** The one live region: batched sentences about what changed; see state/announcer.ts. */
export function Spoken() {
  const spoken = useApp((state) => state.spoken);
  return (
    <p aria-live="polite" className="sr-only">
      {spoken}
    </p>
  );
}
