import { isFailure } from '../../machinery/failure.ts';
import { compileLabelSelector } from '../../machinery/label-selector.ts';
import { formatSelector } from '../../machinery/labels.ts';
import type { LabelSelector } from '../../machinery/object.ts';

/** A selector as text, `app=web,tier in (a,b)`; "" when it selects everything or cannot be read. */
export function selectorText(selector: LabelSelector | undefined): string {
  const compiled = compileLabelSelector(selector);
  return isFailure(compiled) ? '' : formatSelector(compiled);
}
