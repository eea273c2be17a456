const UTC_NAMES = new Set(['UTC', 'UCT', 'Universal', 'Zulu', 'GMT', 'GMT0', 'GMT+0', 'GMT-0', 'Greenwich']);
const FIXED = /^Etc\/GMT([+-])(\d{1,2})$/;
const HOUR_MS = 3_600_000;

/**
 * How far the clocks of a zone are ahead of UTC, ms; undefined for a zone that is not known here. Known are the zones
 * that never change: UTC by all its names and `Etc/GMT+5` and its like (whose sign is the opposite of the usual one).
 * Zones with summer time need tables that differ from machine to machine and from year to year, and the same story must
 * be told everywhere: they are refused as upstream refuses a name that it does not find.
 */
export function zoneOffsetMs(name: string | undefined): number | undefined {
  if (name === undefined || UTC_NAMES.has(name.replace(/^Etc\//, ''))) return 0;
  const [, sign, digits] = FIXED.exec(name) ?? [];
  const hours = Number(digits);
  if (sign === undefined || String(hours) !== digits || hours > (sign === '+' ? 12 : 14)) return undefined;
  return (sign === '+' ? -hours : hours) * HOUR_MS;
}
