const MOST = 100_000;

/** A typed number of replicas; undefined when it is none that could be asked for. */
export function parseReplicas(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^\d{1,6}$/.test(trimmed)) return undefined;
  const n = Number(trimmed);
  return n <= MOST ? n : undefined;
}
