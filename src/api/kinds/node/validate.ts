import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  duplicate,
  forbiddenField,
  indexPath,
  invalid,
  invalidEach,
  notSupported,
  required,
} from '../../machinery/field-error.ts';
import { checkQualifiedName, checkLabelValue } from '../../machinery/names.ts';
import { TAINT_EFFECTS } from '../pod/validate-scheduling.ts';
import { validateQuantity } from '../pod/validate-resources.ts';
import { rawJson } from '../shared/field-checks.ts';
import { checkCidr } from '../shared/ip.ts';
import type { ResourceList } from '../shared/meta-types.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { Node, Taint } from './node.ts';

const ONCE = 'except from "" to valid';

/** A Node. That taints are reported below metadata is upstream's. Source: pkg/apis/core/validation ValidateNode. */
export function validateNode(node: Node): FieldError[] {
  const { metadata, spec, status } = node;
  return [
    ...validateMetadata(metadata, false, nameIsDnsSubdomain),
    ...validateTaints(spec?.taints, 'metadata.taints'),
    ...validateAmounts(status?.capacity, 'status.capacity'),
    ...validateAmounts(status?.allocatable, 'status.allocatable'),
    ...(spec?.podCIDRs ?? []).flatMap((cidr, i) => checkCidr(cidr, indexPath('spec.podCIDRs', i))),
  ];
}

/** What an update may not change. Source: ValidateNodeUpdate. */
export function validateNodeUpdate(next: Node, previous: Node): FieldError[] {
  const errors = validateMetadataUpdate(next.metadata, previous.metadata);
  const old = previous.spec?.podCIDRs ?? [];
  const now = next.spec?.podCIDRs ?? [];
  if (old.length > 0 && (old.length !== now.length || old.some((cidr, i) => cidr !== now[i]))) {
    errors.push(forbiddenField('spec.podCIDRs', `node updates may not change podCIDR ${ONCE}`));
  }
  const provider = previous.spec?.providerID ?? '';
  if (provider !== '' && provider !== next.spec?.providerID) {
    errors.push(forbiddenField('spec.providerID', `node updates may not change providerID ${ONCE}`));
  }
  return errors;
}

/** Source: validateNodeTaints. */
function validateTaints(taints: readonly Taint[] | undefined, field: string): FieldError[] {
  const seen = new Set<string>();
  return (taints ?? []).flatMap((taint, i) => {
    const path = indexPath(field, i);
    const { key, value = '', effect } = taint;
    const errors = invalidEach(childPath(path, 'key'), key, checkQualifiedName(key));
    const messages = checkLabelValue(value);
    if (messages.length > 0) errors.push(invalid(childPath(path, 'value'), value, messages.join(';')));
    const effectPath = childPath(path, 'effect');
    if (effect === undefined) errors.push(required(effectPath));
    else if (!TAINT_EFFECTS.includes(effect)) errors.push(notSupported(effectPath, effect, TAINT_EFFECTS));
    const id = `${effect} ${key}`;
    if (seen.has(id)) errors.push(duplicateTaint(taint, path));
    seen.add(id);
    return errors;
  });
}

/** The taint is shown as the internal struct, hence the capital letters. */
function duplicateTaint({ key, value = '', effect, timeAdded }: Taint, path: string): FieldError {
  const error = duplicate(path, rawJson({ Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null }));
  return { ...error, body: `${error.body}: taints must be unique by key and effect pair` };
}

function validateAmounts(list: ResourceList | undefined, field: string): FieldError[] {
  return Object.entries(list ?? {}).flatMap(([name, amount]) => validateQuantity(name, amount, childPath(field, name)));
}
