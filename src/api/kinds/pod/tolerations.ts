import type { Taint } from '../node/node.ts';
import type { Toleration } from './affinity.ts';

/**
 * Does the toleration match the taint? An empty key with Exists matches all keys, an empty effect all effects.
 * Source: api/core/v1 toleration.go ToleratesTaint.
 */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  const { effect = '', key = '', operator = '', value = '' } = toleration;
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return (operator === '' || operator === 'Equal') && value === (taint.value ?? '');
}

/** Does one of them match the taint? */
export function isTolerated(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return tolerations !== undefined && tolerations.some((toleration) => tolerates(toleration, taint));
}
