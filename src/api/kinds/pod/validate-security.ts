import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, indexPath, invalid, notSupported, required } from '../../machinery/field-error.ts';
import { rangeMessage } from '../../machinery/names.ts';
import type { PodSpec } from './pod-spec.ts';
import type { SecurityContext } from './security-context.ts';
import type { Unchecked } from '../shared/unchecked.ts';

const MAX_ID = 2_147_483_647;
const ID_MESSAGE = rangeMessage(0, MAX_ID);
const PROC_MOUNTS: readonly string[] = ['Default', 'Unmasked'];
const PROFILE_TYPES: readonly string[] = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const GROUP_POLICIES: readonly string[] = ['Always', 'OnRootMismatch'];

/** securityContext of a container. Source: pkg/apis/core/validation ValidateSecurityContext. */
export function validateSecurityContext(context: Unchecked<SecurityContext> | undefined, field: string): FieldError[] {
  if (context === undefined) return [];
  const { procMount, privileged, capabilities, allowPrivilegeEscalation } = context;
  const errors = [
    ...checkId(context.runAsUser, childPath(field, 'runAsUser')),
    ...checkId(context.runAsGroup, childPath(field, 'runAsGroup')),
  ];
  if (procMount !== undefined && !PROC_MOUNTS.includes(procMount))
    errors.push(notSupported(childPath(field, 'procMount'), procMount, PROC_MOUNTS));
  errors.push(...checkSeccomp(context.seccompProfile, childPath(field, 'seccompProfile')));
  if (allowPrivilegeEscalation === false) {
    if (privileged === true)
      errors.push(invalid(field, context, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
    if (capabilities?.add?.includes('CAP_SYS_ADMIN') === true) {
      errors.push(
        invalid(field, context, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'),
      );
    }
  }
  return errors;
}

/** securityContext of a Pod. Source: validatePodSpecSecurityContext. */
export function validatePodSecurityContext(spec: Unchecked<PodSpec>, specPath: string): FieldError[] {
  const context = spec.securityContext;
  if (context === undefined) return [];
  const field = childPath(specPath, 'securityContext');
  const errors = (['fsGroup', 'runAsUser', 'runAsGroup'] as const).flatMap((name) =>
    checkId(context[name], childPath(field, name)),
  );
  const groupsPath = childPath(field, 'supplementalGroups');
  (context.supplementalGroups ?? []).forEach((id, i) => errors.push(...checkId(id, indexPath(groupsPath, i))));
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    errors.push(
      invalid(
        childPath(specPath, 'shareProcessNamespace'),
        true,
        'ShareProcessNamespace and HostPID cannot both be enabled',
      ),
    );
  }
  const policy = context.fsGroupChangePolicy;
  if (policy !== undefined && !GROUP_POLICIES.includes(policy))
    errors.push(notSupported(childPath(field, 'fsGroupChangePolicy'), policy, GROUP_POLICIES));
  return [...errors, ...checkSeccomp(context.seccompProfile, childPath(field, 'seccompProfile'))];
}

function checkId(id: number | undefined, field: string): FieldError[] {
  return id === undefined || (id >= 0 && id <= MAX_ID) ? [] : [invalid(field, id, ID_MESSAGE)];
}

function checkSeccomp(profile: Unchecked<SecurityContext['seccompProfile']>, field: string): FieldError[] {
  if (profile === undefined) return [];
  const { type = '', localhostProfile } = profile;
  const errors: FieldError[] = [];
  if (type === '') errors.push(required(childPath(field, 'type'), 'type is required when seccompProfile is set'));
  else if (!PROFILE_TYPES.includes(type)) errors.push(notSupported(childPath(field, 'type'), type, PROFILE_TYPES));
  const path = childPath(field, 'localhostProfile');
  if (type === 'Localhost' && localhostProfile === undefined)
    errors.push(required(path, 'must be set when seccomp type is Localhost'));
  if (type !== 'Localhost' && localhostProfile !== undefined)
    errors.push(invalid(path, profile, 'can only be set when seccomp type is Localhost'));
  return errors;
}
