import { resourceOf } from '../../../api/kind-def.ts';
import { limitRanges, type LimitRange } from '../../../api/kinds/limit-range/limit-range.ts';
import { containerDefaults, fillContainers, limitViolations } from '../../../api/kinds/limit-range/apply.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { forbidden } from '../../../api/machinery/status.ts';
import { groupResource, type AdmissionPlugin, type Core } from '../core.ts';

const CLAIMS = 'core/persistentvolumeclaims';
const ANNOTATION = 'kubernetes.io/limit-ranger';

/**
 * Gives containers the limits and requests that their namespace has for those that name none, then refuses what lies
 * outside its bounds. Source: plugin/pkg/admission/limitranger/admission.go.
 */
export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  resources: new Set([pods.resource, CLAIMS]),
  create(core, def, object) {
    if (resourceOf(def) !== pods.resource) return object;
    return rangesOf(core, object).reduce(withDefaults, object as Pod);
  },
  validate(core, def, object, previous) {
    if (previous !== undefined && resourceOf(def) === pods.resource) return undefined;
    for (const range of rangesOf(core, object)) {
      const problems = [...new Set(limitViolations(range, resourceOf(def), object))];
      if (problems.length === 0) continue;
      const why = problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]`;
      return { refused: forbidden(groupResource(def), object.metadata.name ?? '', why) };
    }
    return undefined;
  },
};

function withDefaults(pod: Pod, range: LimitRange): Pod {
  const { spec, told } = fillContainers(pod.spec, containerDefaults(range));
  if (spec === pod.spec) return pod;
  const annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${told}` };
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec };
}

const NONE: readonly LimitRange[] = [];

function rangesOf({ store }: Core, { metadata }: KubeObject): readonly LimitRange[] {
  const collection = store.collection(limitRanges.resource);
  const keys = collection.index('namespace').keys(metadata.namespace ?? '');
  return keys.size === 0 ? NONE : [...keys].map((key) => collection.objects.get(key) as LimitRange);
}
