import { formatSpeed } from '../lib/format.ts';
import { Menu, MenuChoices } from '../parts/menu.tsx';
import { sendClock } from '../state/session.ts';
import { useApp } from '../state/store.ts';
import { SpeedButton } from './menu-buttons.tsx';

const SPEEDS = ['0.1', '0.25', '0.5', '1', '2', '5', '10', '25', '50', '100'];

/** How fast virtual time runs. */
export function SpeedMenu() {
  const speed = useApp((state) => state.clock.speed);
  return (
    <Menu trigger={<SpeedButton />}>
      <MenuChoices
        label="Virtual seconds a second"
        value={String(speed)}
        options={SPEEDS.map((value) => ({ value, text: formatSpeed(Number(value)) }))}
        onChoose={(value) => sendClock({ op: 'speed', speed: Number(value) })}
      />
    </Menu>
  );
}
