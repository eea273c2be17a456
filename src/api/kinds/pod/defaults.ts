import type { StringMap } from '../../machinery/object.ts';
import { cleanMetadata } from '../shared/clean-metadata.ts';
import { canonicalResources } from '../shared/quantities.ts';
import { dropNulls, fill, isUnset, mapField, mapShared, memoised, setField } from '../shared/share.ts';
import type { Container } from './container.ts';
import { canonicalRequirements, defaultContainer } from './defaults-container.ts';
import { defaultVolume } from './defaults-volume.ts';
import type { PodSpec, PodTemplateSpec } from './pod-spec.ts';
import type { Pod } from './pod.ts';

const NO_SPEC: PodSpec = Object.freeze({ containers: [] });
const POD_SPEC: Partial<PodSpec> = {
  containers: [],
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  securityContext: Object.freeze({}),
  terminationGracePeriodSeconds: 30,
};

/**
 * What any pod spec gets, in a Pod or in a template. The same input gives the same output object, so that the thousands
 * of Pods of one template share one spec. Source: pkg/apis/core/v1/defaults.go SetDefaults_PodSpec and zz_generated.defaults.go.
 */
export const defaultPodSpec = memoised((spec: PodSpec): PodSpec => {
  let next = fill(withServiceAccount(dropNulls(spec)), POD_SPEC);
  next = mapField(next, 'containers', (containers) => mapShared(containers, defaultContainer));
  next = mapField(next, 'initContainers', (containers) => mapShared(containers, defaultContainer));
  next = mapField(next, 'ephemeralContainers', (containers) => mapShared(containers, defaultContainer));
  next = mapField(next, 'volumes', (volumes) => mapShared(volumes, defaultVolume));
  next = mapField(next, 'overhead', canonicalResources);
  return mapField(next, 'resources', canonicalRequirements);
});

/**
 * What only the spec of a real Pod gets: requests from limits, service links, host ports on the host's network.
 * Source: SetDefaults_Pod.
 */
const defaultSpecOfPod = memoised((spec: PodSpec): PodSpec => {
  const onHost = spec.hostNetwork === true;
  const finish = (container: Container): Container => hostPorts(requestsFromLimits(container), onHost);
  let next = fill(defaultPodSpec(spec), { enableServiceLinks: true });
  next = mapField(next, 'containers', (containers) => mapShared(containers, finish));
  return mapField(next, 'initContainers', (containers) => mapShared(containers, finish));
});

/** All defaults of a Pod; the same reference when nothing was missing. */
export function defaultPod(pod: Pod): Pod {
  return setField(pod, 'spec', defaultSpecOfPod(pod.spec ?? NO_SPEC));
}

/** The defaults of a workload's template. */
export function defaultTemplate(template: PodTemplateSpec): PodTemplateSpec {
  return setField(
    mapField(fill(template, { metadata: {} }), 'metadata', cleanMetadata),
    'spec',
    defaultPodSpec(template.spec ?? NO_SPEC),
  );
}

/** serviceAccount is an old name of serviceAccountName; the API shows both. */
export function withServiceAccount(spec: PodSpec): PodSpec {
  const name = isUnset(spec.serviceAccountName) ? spec.serviceAccount : spec.serviceAccountName;
  if (isUnset(name) || name === undefined) return spec;
  return setField(setField(spec, 'serviceAccountName', name), 'serviceAccount', name);
}

function requestsFromLimits(container: Container): Container {
  const limits = container.resources?.limits;
  if (limits === undefined || limits === null) return container;
  const requests: StringMap = container.resources?.requests ?? {};
  const filled = fill(requests, limits);
  return filled === container.resources?.requests
    ? container
    : { ...container, resources: { ...container.resources, requests: filled } };
}

function hostPorts(container: Container, onHost: boolean): Container {
  if (!onHost) return container;
  return mapField(container, 'ports', (ports) =>
    mapShared(ports, (port) =>
      port.hostPort === undefined || port.hostPort === 0 ? { ...port, hostPort: port.containerPort } : port,
    ),
  );
}
