import { useEffect, useState } from 'react';
import { useApp } from '../state/store.ts';

/** The first picture is on its way to the screen: what is not part of it leaves it this much time. */
const LATER_MS = 600;

/** True once the first picture has been drawn: from then on menus and panels may be fetched. */
export function useLater(): boolean {
  const drawn = useApp((state) => state.phase === 'running');
  const [isLater, setLater] = useState(false);
  useEffect(() => {
    if (!drawn) return undefined;
    const timer = setTimeout(() => setLater(true), LATER_MS);
    return () => clearTimeout(timer);
  }, [drawn]);
  return isLater;
}
