import { useEffect } from 'react';
import { openDialog, select } from '../state/choose.ts';
import { stepOnce, togglePause } from '../state/session.ts';
import { useApp } from '../state/store.ts';

/** Where a key belongs to what has the focus. */
const TYPING = 'input, textarea, select, [contenteditable], [role="textbox"], [role="menu"], [role="dialog"]';
const PRESSABLE = 'button, a, summary, [role="tab"], [role="button"], [role="menuitem"]';

/** Keys that work anywhere in the page, but never while somebody writes: space, `.`, `?`, Esc. */
export function useShortcuts(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  if (target instanceof Element && target.closest(TYPING) !== null) return;
  if (useApp.getState().dialog !== undefined) return;
  switch (event.key) {
    case ' ':
      if (target instanceof Element && target.closest(PRESSABLE) !== null) return;
      event.preventDefault();
      togglePause();
      return;
    case '.':
      event.preventDefault();
      stepOnce();
      return;
    case '?':
      event.preventDefault();
      openDialog({ form: 'help' });
      return;
    case 'Escape':
      select(undefined);
  }
}
