/**
 * Makes `count` calls in batches of 1, 2, 4, 8 ... and stops after the first batch in which a call failed, so that a
 * full quota costs few calls. Source: pkg/controller/replicaset/replica_set.go slowStartBatch.
 */
export function slowStart(count: number, call: () => boolean): { readonly successes: number; readonly calls: number } {
  let successes = 0;
  let calls = 0;
  for (let batch = Math.min(count, 1); batch > 0; batch = Math.min(2 * batch, count - calls)) {
    const before = successes;
    for (let i = 0; i < batch; i++) if (call()) successes++;
    calls += batch;
    if (successes - before < batch) break;
  }
  return { successes, calls };
}
