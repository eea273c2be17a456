import { isFailure } from '../../machinery/failure.ts';
import { formatQuantity } from '../../machinery/quantity-format.ts';
import { parseQuantity, roundUpQuantity } from '../../machinery/quantity.ts';
import type { ResourceList } from './meta-types.ts';
import { mapValues } from './share.ts';

/** Resource lists keep nothing below a thousandth. Source: pkg/apis/core/v1/defaults.go SetDefaults_ResourceList. */
const MILLI_SCALE = -3;

/**
 * The quantities of a resource list as the API server stores them: canonical, rounded up to thousandths. Wrong
 * ones stay for the validation.
 */
export function canonicalResources(list: ResourceList): ResourceList {
  return mapValues(list, canonicalResource);
}

function canonicalResource(text: string): string {
  const quantity = parseQuantity(text);
  return isFailure(quantity) ? text : formatQuantity(roundUpQuantity(quantity, MILLI_SCALE).quantity);
}

/** One quantity in canonical form; a wrong one stays for the validation. */
export function canonicalOr(text: string): string {
  const quantity = parseQuantity(text);
  return isFailure(quantity) ? text : formatQuantity(quantity);
}
