/** `09:00:42`: virtual time of day, UTC. */
export function formatClock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}

const DAY_MS = 86_400_000;
/** Made once: making one takes longer than formatting a hundred dates. */
const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
let lastDay = Number.NaN;
let lastDate = '';

/** `5 Jan 2026`. Asked at every tick of the clock, and nearly always about the same day. */
export function formatDate(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  if (day !== lastDay) {
    lastDay = day;
    lastDate = dates.format(ms);
  }
  return lastDate;
}

/**
 * Age as kubectl shows it: `45s`, `3m20s`, `12m`, `5h3m`, `7h`, `2d3h`, `9d`. Source:
 * k8s.io/apimachinery/pkg/util/duration.
 */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`;
  return `${days}d`;
}

/** `250m`, `4`: CPU as a quantity. */
export function formatCpu(millis: number): string {
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

/** `512Mi`, `7.8Gi`: memory in the unit that reads best. */
export function formatMemory(bytes: number): string {
  const units = ['Ki', 'Mi', 'Gi', 'Ti'];
  let value = bytes;
  let unit = '';
  for (const next of units) {
    if (value < 1024) break;
    value /= 1024;
    unit = next;
  }
  return `${value >= 100 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)}${unit}`;
}

/** `0.5×`. */
export function formatSpeed(speed: number): string {
  return `${speed}×`;
}

/** `1 pod`, `3 pods`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
