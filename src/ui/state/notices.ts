import { useApp } from './store.ts';

export type Tone = 'success' | 'info' | 'warning' | 'error';

/** Something that the page tells: mostly what the API answered. */
export interface Notice {
  readonly id: number;
  readonly tone: Tone;
  readonly text: string;
  /** The command that would have done the same. */
  readonly command: string | undefined;
}

/** Older ones make room. */
const MAX_NOTICES = 4;
/** Good news leaves by itself; a refusal stays until it was read. */
const STAY_MS: Readonly<Record<Tone, number | undefined>> = {
  success: 5_000,
  info: 5_000,
  warning: 12_000,
  error: undefined,
};

let nextId = 1;

export function notify(tone: Tone, text: string, command?: string): void {
  const notice: Notice = { id: nextId++, tone, text, command };
  useApp.setState(({ notices }) => {
    // The same answer again stands in place of the one before: a stepper that is pressed five times is one notice.
    const last = notices.at(-1);
    const kept = last?.tone === tone && last.text === text ? notices.slice(0, -1) : notices;
    return { notices: [...kept, notice].slice(-MAX_NOTICES) };
  });
  const stayMs = STAY_MS[tone];
  if (stayMs !== undefined) setTimeout(() => dismiss(notice.id), stayMs);
}

export function dismiss(id: number): void {
  useApp.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
