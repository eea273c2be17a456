import { civilOf } from '../../../api/kinds/cron-job/calendar.ts';
import { formatTime } from '../../../lib/time.ts';

const DAY_MS = 86_400_000;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon, 05 Jan 2026 09:00:00 +0000`, as Go's RFC1123Z prints a time in UTC. */
export function rfc1123(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  const { year, month, dayOfMonth } = civilOf(day);
  const date = `${String(dayOfMonth).padStart(2, '0')} ${MONTHS[month - 1] ?? ''} ${year}`;
  return `${WEEKDAYS[(day + 4) % 7] ?? ''}, ${date} ${formatTime(ms).slice(11, 19)} +0000`;
}
