import { configMaps } from '../../../api/kinds/config-map/config-map.ts';
import type { EnvVarSource } from '../../../api/kinds/pod/container.ts';
import { secrets } from '../../../api/kinds/secret/secret.ts';
import type { KubeObject, StringMap } from '../../../api/machinery/object.ts';
import type { ResourceRef } from '../../../api/resource-ref.ts';
import type { PodLook } from '../pod-look.ts';
import { programAt } from './program-at.ts';

/**
 * Why a container cannot be created from its spec: a ConfigMap, a Secret or a key of its environment is missing, or it
 * may not run as root but would. Source: pkg/kubelet/kubelet_pods.go makeEnvironmentVariables,
 * pkg/kubelet/kuberuntime/security_context_others.go verifyRunAsNonRoot.
 */
export function configProblem(look: PodLook, index: number): string | undefined {
  const { envFrom, env, securityContext } = look.container(index);
  for (const { configMapRef, secretRef } of envFrom ?? []) {
    const missing =
      (configMapRef === undefined ? undefined : missingSource(look, configMaps, configMapRef)) ??
      (secretRef === undefined ? undefined : missingSource(look, secrets, secretRef));
    if (missing !== undefined) return missing;
  }
  for (const { valueFrom } of env ?? []) {
    const missing = valueFrom === undefined ? undefined : missingKey(look, valueFrom);
    if (missing !== undefined) return missing;
  }
  const pod = look.pod.spec.securityContext;
  const isBarred = securityContext?.runAsNonRoot ?? pod?.runAsNonRoot ?? false;
  return isBarred ? rootProblem(look, index, securityContext?.runAsUser ?? pod?.runAsUser) : undefined;
}

type SourceRef = ResourceRef<KubeObject & { readonly data?: StringMap }>;
interface Source {
  readonly name?: string;
  readonly optional?: boolean;
}

function missingKey(look: PodLook, { configMapKeyRef, secretKeyRef }: EnvVarSource): string | undefined {
  const source = configMapKeyRef ?? secretKeyRef;
  if (source === undefined) return undefined;
  return missingSource(look, secretKeyRef === undefined ? configMaps : secrets, source, source.key);
}

function missingSource(
  { pod, world }: PodLook,
  ref: SourceRef,
  { name = '', optional }: Source,
  key?: string,
): string | undefined {
  if (optional === true) return undefined;
  const namespace = pod.metadata.namespace ?? '';
  const source = world.get(ref, namespace, name);
  if (source === undefined) return `${ref.kind.toLowerCase()} "${name}" not found`;
  if (key === undefined || Object.hasOwn(source.data ?? {}, key)) return undefined;
  return `couldn't find key ${key} in ${ref.kind} ${namespace}/${name}`;
}

function rootProblem(look: PodLook, index: number, user: number | undefined): string | undefined {
  const { name = '', namespace = '' } = look.pod.metadata;
  const where = `(pod: "${name}_${namespace}(${look.uid})", container: ${look.container(index).name})`;
  if (user === 0) return `container's runAsUser breaks non-root policy ${where}`;
  const isRoot = user === undefined && programAt(look, index).asRoot === true;
  return isRoot ? `container has runAsNonRoot and image will run as root ${where}` : undefined;
}
