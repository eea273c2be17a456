/**
 * Why a kubelet refuses or ends a pod as a whole: it does not fit the node (admission.ts), its time is over
 * (deadline.ts), the node is short of something (evictions.ts). Each puts a verdict into the look; the worker stops
 * what runs.
 */
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { BEHAVIOUR, readBehaviours } from '../programs/behaviour.ts';

/** What is wrong with the annotation that scripts a pod's programs; then it is ignored. */
export function behaviourProblem({ metadata }: Pod): string | undefined {
  const text = metadata.annotations?.[BEHAVIOUR];
  if (text === undefined) return undefined;
  const read = readBehaviours(text);
  return 'problem' in read ? `annotation ${BEHAVIOUR} is ignored: ${read.problem}` : undefined;
}
