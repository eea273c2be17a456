import type { ObjectKey } from '../../api/machinery/key.ts';
import { readPreferences, resolvePreferences, showPreferences, watchSystem } from './preferences.ts';
import type { MotionChoice, ThemeChoice } from './preferences.ts';
import { useApp } from './store.ts';
import type { DialogState } from './store.ts';

/** What a person chooses in the page itself; nothing here touches the cluster. */

export function select(selection: ObjectKey | undefined): void {
  useApp.setState({ selection });
}

export function openDialog(dialog: DialogState): void {
  useApp.setState({ dialog });
}

export function closeDialog(): void {
  useApp.setState({ dialog: undefined });
}

export function setEditorOpen(editorOpen: boolean): void {
  useApp.setState({ editorOpen });
}

export function chooseTheme(themeChoice: ThemeChoice): void {
  applyPreferences(themeChoice, useApp.getState().motionChoice);
}

export function chooseMotion(motionChoice: MotionChoice): void {
  applyPreferences(useApp.getState().themeChoice, motionChoice);
}

/** Puts the stored choice on the page and keeps following the system. */
export function startPreferences(): void {
  const preferences = readPreferences();
  showPreferences(preferences);
  useApp.setState(preferences);
  watchSystem(() => {
    const { themeChoice, motionChoice } = useApp.getState();
    applyPreferences(themeChoice, motionChoice);
  });
}

function applyPreferences(themeChoice: ThemeChoice, motionChoice: MotionChoice): void {
  const preferences = resolvePreferences(themeChoice, motionChoice);
  showPreferences(preferences);
  useApp.setState(preferences);
}
