import type { Status } from './status.ts';
import { badRequest, unclassedError, unprocessable } from './status.ts';
import { BAD_ELEMENT_ORDER, BAD_PRIMITIVE_LIST, BAD_RETAIN_KEYS, NO_LIST_OF_LISTS } from './strategic-directives.ts';

/** The Status for a strategic merge patch that cannot be applied. Source: apiserver handlers/patch.go interpretStrategicMergePatchError. */
export function strategicMergeStatus(error: string): Status {
  if (error === BAD_ELEMENT_ORDER || error === BAD_PRIMITIVE_LIST || error === BAD_RETAIN_KEYS)
    return badRequest(error);
  return error === NO_LIST_OF_LISTS ? unprocessable() : unclassedError(error);
}
