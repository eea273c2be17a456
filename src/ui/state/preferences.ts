import { readStored, writeStored } from '../lib/storage.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';
/** `system` follows the operating system's wish for reduced motion. */
export type MotionChoice = 'system' | 'reduce';

export interface Preferences {
  readonly themeChoice: ThemeChoice;
  readonly theme: Theme;
  readonly motionChoice: MotionChoice;
  readonly reducedMotion: boolean;
}

const DARK = '(prefers-color-scheme: dark)';
const REDUCE = '(prefers-reduced-motion: reduce)';

/** What the person chose before, resolved against the system. */
export function readPreferences(): Preferences {
  const theme = readStored('theme');
  const motion = readStored('motion');
  return resolvePreferences(
    theme === 'light' || theme === 'dark' ? theme : 'system',
    motion === 'reduce' ? 'reduce' : 'system',
  );
}

export function resolvePreferences(themeChoice: ThemeChoice, motionChoice: MotionChoice): Preferences {
  return {
    themeChoice,
    theme: themeChoice === 'system' ? (matchMedia(DARK).matches ? 'dark' : 'light') : themeChoice,
    motionChoice,
    reducedMotion: motionChoice === 'reduce' || matchMedia(REDUCE).matches,
  };
}

/** Writes the choice down and puts it on the page. */
export function showPreferences(preferences: Preferences): void {
  writeStored('theme', preferences.themeChoice);
  writeStored('motion', preferences.motionChoice);
  document.documentElement.dataset['theme'] = preferences.theme;
  document.documentElement.dataset['motion'] = preferences.reducedMotion ? 'reduce' : 'full';
}

/** Calls back when the system changes its mind. */
export function watchSystem(onChange: () => void): void {
  matchMedia(DARK).addEventListener('change', onChange);
  matchMedia(REDUCE).addEventListener('change', onChange);
}
