import { hashText, mix } from '../../lib/hash.ts';
import type { Sim } from '../sim.ts';

/** Everything that is stored, as one text: two simulations that tell the same story give the same. */
export function fullText(sim: Sim): string {
  const parts: string[] = [`${sim.nowMs} ${sim.eventsRun} ${sim.store.rv}`];
  for (const resource of [...sim.store.resources()].sort()) {
    const { objects } = sim.store.collection(resource);
    for (const key of [...objects.keys()].sort()) parts.push(`${key} ${stable(objects.get(key))}`);
  }
  return parts.join('\n');
}

/** The same as a short number in hexadecimal. */
export function digest(sim: Sim): string {
  return mix(hashText(0x811c9dc5, fullText(sim)))
    .toString(16)
    .padStart(8, '0');
}

/** JSON with sorted keys, so that the order of writing does not count. */
function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const record = value as Readonly<Record<string, unknown>>;
  return `{${Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${stable(record[key])}`)
    .join(',')}}`;
}
