import { Pause, Play, StepForward } from 'lucide-react';
import { Suspense } from 'react';
import { cx } from '../lib/cx.ts';
import { formatClock, formatDate } from '../lib/format.ts';
import { IconButton } from '../parts/button.tsx';
import { stepOnce, togglePause } from '../state/session.ts';
import { useApp } from '../state/store.ts';
import { SpeedMenu } from './later.ts';
import { useLater } from './use-later.ts';
import { SpeedButton } from './menu-buttons.tsx';

/** Virtual time and everything that drives it. Pause comes first. */
export function Clock() {
  const paused = useApp((state) => state.clock.paused);
  return (
    <section aria-label="Clock" className="flex items-center gap-1">
      <IconButton
        label={paused ? 'Play' : 'Pause'}
        title={`${paused ? 'Play' : 'Pause'} (space)`}
        onClick={togglePause}
      >
        {paused ? (
          <Play size={16} aria-hidden="true" fill="currentColor" />
        ) : (
          <Pause size={16} aria-hidden="true" fill="currentColor" />
        )}
      </IconButton>
      <IconButton label="Step" title="Step: the next event (.)" onClick={stepOnce}>
        <StepForward size={16} aria-hidden="true" />
      </IconButton>
      <Speed />
      <Time />
      <Settled />
    </section>
  );
}

function Speed() {
  const isLater = useLater();
  if (!isLater) return <SpeedButton />;
  return (
    <Suspense fallback={<SpeedButton />}>
      <SpeedMenu />
    </Suspense>
  );
}

function Time() {
  const time = useApp((state) => formatClock(state.clock.nowMs));
  const date = useApp((state) => formatDate(state.clock.nowMs));
  const timing = useApp((state) => state.scene?.boot.timing);
  return (
    <span className="ml-1 flex items-baseline gap-2">
      <time title={`${date}, UTC, in the simulation`} className="font-mono text-sm text-ink tabular-nums">
        {time}
      </time>
      {timing === 'classroom' && (
        <span
          title="Image pulls, starts and clouds take less time than they really do; Help says how much. Kubernetes’ own constants are as they are."
          className="text-xs text-ink-faint max-lg:hidden"
        >
          shortened waits
        </span>
      )}
    </span>
  );
}

/** Whether anything is still going to happen by itself. */
function Settled() {
  const settled = useApp((state) => state.clock.settled);
  const paused = useApp((state) => state.clock.paused);
  const text = settled ? 'Settled' : paused ? 'Paused' : 'Changing';
  const title = settled ? 'Nothing but heartbeats is pending' : 'More is going to happen by itself';
  return (
    <span title={title} className="ml-2 flex w-20 items-center gap-1.5 text-xs text-ink-muted max-lg:w-auto">
      <span
        className={cx(
          'size-2 rounded-full border border-line-strong',
          !settled && !paused && 'border-accent bg-accent',
        )}
      />
      <span className="max-lg:sr-only">{text}</span>
    </span>
  );
}
