const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const PIECE = /^(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/;

/** Milliseconds of a duration as Go writes it ("1h15m30.5s", "500ms", "0"), undefined when it is none. May be a fraction. */
export function parseDuration(text: string): number | undefined {
  const isNegative = text.startsWith('-');
  let rest = isNegative || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '0') return 0;
  if (rest === '') return undefined;
  let totalMs = 0;
  while (rest !== '') {
    const piece = PIECE.exec(rest);
    if (piece === null) return undefined;
    totalMs += Number(piece[1]) * (UNIT_MS[piece[2] ?? ''] ?? 0);
    rest = rest.slice(piece[0].length);
  }
  return isNegative ? -totalMs : totalMs;
}

/** A duration as Go prints it: 90500 -> "1m30.5s", 250 -> "250ms", 0 -> "0s". Whole milliseconds. */
export function formatDuration(durationMs: number): string {
  const ms = Math.round(Math.abs(durationMs));
  const sign = durationMs < 0 && ms > 0 ? '-' : '';
  if (ms === 0) return '0s';
  if (ms < 1000) return `${sign}${ms}ms`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  const seconds = (ms % 60_000) / 1000;
  const head = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : '';
  return `${sign}${head}${seconds}s`;
}
