import type { KindDef } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField } from '../../machinery/field-error.ts';
import { defineKind } from '../shared/define-kind.ts';
import { checkImmutable, checkOneOf } from '../shared/field-checks.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { dropNulls, fill } from '../shared/share.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../shared/table.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import { priorityClasses, SYSTEM_CLASSES, SYSTEM_PREFIX, type PriorityClass } from './priority-class.ts';

const PREEMPT = 'PreemptLowerPriority';
const POLICIES: readonly string[] = [PREEMPT, 'Never'];
const USER_MAX = 1_000_000_000;

/** Everything that the API needs to know of PriorityClasses. Source: pkg/registry/scheduling/priorityclass/strategy.go. */
export const priorityClassDef: KindDef = defineKind<PriorityClass>(priorityClasses, {
  shortNames: ['pc'],
  hasStatus: false,
  hasGeneration: true,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: (given) => fill(dropNulls(given), { value: 0, preemptionPolicy: PREEMPT }),
  validate,
  validateUpdate,
  indexes: [],
  columns: [
    NAME_COLUMN,
    column('Value', 'integer'),
    column('Global-Default', 'boolean'),
    AGE_COLUMN,
    column('PreemptionPolicy'),
  ],
  tableRow: ({ metadata, value, globalDefault = false, preemptionPolicy = '' }, nowMs) => ({
    cells: [
      metadata.name ?? '',
      value ?? 0,
      globalDefault,
      ageSince(metadata.creationTimestamp, nowMs),
      preemptionPolicy,
    ],
  }),
  example: {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'important' },
    value: 1000,
    description: 'Goes first.',
  },
});

/** Source: pkg/apis/scheduling/validation ValidatePriorityClass. */
function validate({ metadata, value, globalDefault = false, preemptionPolicy }: PriorityClass): FieldError[] {
  const errors = validateMetadata(metadata, false, nameIsDnsSubdomain);
  const { name = '' } = metadata;
  if (name.startsWith(SYSTEM_PREFIX)) {
    const why = unlikeSystemClass(name, value, globalDefault);
    const text = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error: ${why ?? ''}`;
    if (why !== undefined) errors.push(forbiddenField('metadata.name', text));
  } else if (value > USER_MAX) {
    errors.push(forbiddenField('value', `maximum allowed value of a user defined priority is ${USER_MAX}`));
  }
  if (preemptionPolicy !== undefined) errors.push(...checkOneOf(preemptionPolicy, POLICIES, 'preemptionPolicy'));
  return errors;
}

/** Source: pkg/apis/scheduling/v1/helpers.go IsKnownSystemPriorityClass. */
function unlikeSystemClass(name: string, value: number, globalDefault: boolean): string | undefined {
  const known = SYSTEM_CLASSES.find(({ metadata }) => metadata.name === name);
  if (known === undefined) return `${name} is not a known system priority class`;
  if (known.value !== value) return `value of ${name} PriorityClass must be ${known.value}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

/** Source: ValidatePriorityClassUpdate. */
function validateUpdate(next: PriorityClass, previous: PriorityClass): FieldError[] {
  return [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...(next.value === previous.value ? [] : [forbiddenField('value', 'may not be changed in an update.')]),
    ...checkImmutable(next.preemptionPolicy, previous.preemptionPolicy, 'preemptionPolicy'),
  ];
}
