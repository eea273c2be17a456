import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, forbiddenField, invalid, notSupported, required } from '../../machinery/field-error.ts';
import { isFailure } from '../../machinery/failure.ts';
import { sortKeys } from '../../machinery/go-format.ts';
import { compileLabelSelector } from '../../machinery/label-selector.ts';
import { matchesSelector } from '../../machinery/labels.ts';
import type { LabelSelector } from '../../machinery/object.ts';
import { validateAnnotations, validateLabels } from '../shared/validate-labels.ts';
import type { PodTemplateSpec } from './pod-spec.ts';
import { checkDeletionCost } from './validate.ts';
import { validatePodSpec } from './validate-spec.ts';
import type { Unchecked } from '../shared/unchecked.ts';

/** A template, whoever owns it. Source: pkg/apis/core/validation ValidatePodTemplateSpec. */
export function validateTemplate(template: Unchecked<PodTemplateSpec>, field: string): FieldError[] {
  const { metadata = {}, spec } = template;
  const errors = [
    ...validateLabels(metadata.labels, childPath(field, 'labels')),
    ...validateAnnotations(metadata.annotations, childPath(field, 'annotations')),
    ...checkDeletionCost(metadata.annotations, childPath(field, 'annotations')),
    ...validatePodSpec(spec ?? { containers: [] }, childPath(field, 'spec'), false),
  ];
  if ((spec?.ephemeralContainers ?? []).length > 0) {
    errors.push(
      forbiddenField(childPath(field, 'spec.ephemeralContainers'), 'ephemeral containers not allowed in pod template'),
    );
  }
  return errors;
}

/**
 * The template of a ReplicaSet or a Deployment: the selector matches its labels, and its Pods restart always.
 * Source: pkg/apis/apps/validation ValidatePodTemplateSpecForReplicaSet.
 */
export function validateReplicatedTemplate(
  template: Unchecked<PodTemplateSpec> | undefined,
  selector: LabelSelector | undefined,
  field: string,
  owner = 'ReplicaSet',
): FieldError[] {
  if (template === undefined) return [required(field)];
  const errors: FieldError[] = [];
  const labels = template.metadata?.labels;
  const compiled = compileLabelSelector(selector);
  if (!isFailure(compiled) && !matchesSelector(compiled, labels)) {
    const value = labels === undefined ? null : sortKeys(labels);
    errors.push(invalid(childPath(field, 'metadata.labels'), value, '`selector` does not match template `labels`'));
  }
  errors.push(...validateTemplate(template, field));
  const { restartPolicy, activeDeadlineSeconds } = template.spec ?? {};
  if (restartPolicy !== 'Always')
    errors.push(notSupported(childPath(field, 'spec.restartPolicy'), restartPolicy ?? '', ['Always']));
  if (activeDeadlineSeconds !== undefined) {
    errors.push(
      forbiddenField(
        childPath(field, 'spec.activeDeadlineSeconds'),
        `activeDeadlineSeconds in ${owner} is not Supported`,
      ),
    );
  }
  return errors;
}
