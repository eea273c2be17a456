import type { Failure } from './failure.ts';
import { fail, isFailure } from './failure.ts';
import { goQuote } from './go-format.ts';
import { newRequirement } from './label-requirement.ts';
import type { Requirement, Selector } from './labels.ts';
import { EVERYTHING, formatSelector, matchesSelector, NOTHING, sortRequirements } from './labels.ts';
import type { LabelSelector, StringMap } from './object.ts';

const OPERATORS: ReadonlyMap<string, Requirement['op']> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);
const compiled = new WeakMap<LabelSelector, Selector | Failure>();

/**
 * The selector of an object's LabelSelector field: absent matches nothing, empty matches everything.
 * Compiled once for each stored object. Source: metav1.LabelSelectorAsSelector.
 */
export function compileLabelSelector(selector: LabelSelector | undefined): Selector | Failure {
  if (selector === undefined) return NOTHING;
  const hit = compiled.get(selector);
  if (hit !== undefined) return hit;
  const result = compile(selector);
  compiled.set(selector, result);
  return result;
}

/** Does an object's LabelSelector match? One that does not compile (never stored) matches nothing. */
export function matchesLabelSelector(selector: LabelSelector | undefined, labels: StringMap | undefined): boolean {
  const parsed = compileLabelSelector(selector);
  return !isFailure(parsed) && matchesSelector(parsed, labels);
}

/** As kubectl shows it: `a=b,c in (x,y)`, `<none>` when empty, `<error>` when wrong. Source: metav1.FormatLabelSelector. */
export function formatLabelSelector(selector: LabelSelector | undefined): string {
  const parsed = compileLabelSelector(selector);
  if (isFailure(parsed)) return '<error>';
  return formatSelector(parsed) || '<none>';
}

function compile(selector: LabelSelector): Selector | Failure {
  const requirements: Requirement[] = [];
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    const requirement = newRequirement(key, '=', [value]);
    if (isFailure(requirement)) return requirement;
    requirements.push(requirement);
  }
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    const op = OPERATORS.get(operator);
    if (op === undefined) return fail(`${goQuote(operator)} is not a valid label selector operator`);
    const requirement = newRequirement(key, op, values);
    if (isFailure(requirement)) return requirement;
    requirements.push(requirement);
  }
  return requirements.length === 0 ? EVERYTHING : { requirements: sortRequirements(requirements), never: false };
}
