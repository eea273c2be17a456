import { Menu, MenuChoices, MenuLine, MenuSwitch } from '../parts/menu.tsx';
import { chooseMotion, chooseTheme } from '../state/choose.ts';
import { useApp } from '../state/store.ts';
import { ViewButton } from './menu-buttons.tsx';

/** How the page looks and moves. */
export function ViewMenu() {
  const themeChoice = useApp((state) => state.themeChoice);
  const motionChoice = useApp((state) => state.motionChoice);
  const reducedMotion = useApp((state) => state.reducedMotion);
  const bySystem = reducedMotion && motionChoice === 'system';
  return (
    <Menu trigger={<ViewButton />}>
      <MenuChoices
        label="Theme"
        value={themeChoice}
        options={[
          { value: 'system', text: 'As the system' },
          { value: 'light', text: 'Light' },
          { value: 'dark', text: 'Dark' },
        ]}
        onChoose={chooseTheme}
      />
      <MenuLine />
      <MenuSwitch
        checked={reducedMotion}
        disabled={bySystem}
        onChange={(reduce) => chooseMotion(reduce ? 'reduce' : 'system')}
      >
        {bySystem ? 'Reduced motion, by the system' : 'Reduced motion'}
      </MenuSwitch>
    </Menu>
  );
}
