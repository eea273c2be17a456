/** The triggers of the bar's menus. They stand in the first picture; what opens under them loads right after it. */
import { SunMoon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { formatSpeed } from '../lib/format.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { useApp } from '../state/store.ts';

export function SpeedButton(props: ComponentProps<typeof Button>) {
  const speed = useApp((state) => state.clock.speed);
  return (
    <Button
      look="quiet"
      title="Speed of virtual time"
      {...props}
      aria-label={`Speed ${formatSpeed(speed)}`}
      className="min-w-13 px-2 font-mono tabular-nums"
    >
      {formatSpeed(speed)}
    </Button>
  );
}

export function ViewButton(props: Partial<ComponentProps<typeof IconButton>>) {
  return (
    <IconButton label="Theme and motion" {...props}>
      <SunMoon size={18} aria-hidden="true" />
    </IconButton>
  );
}
