import type { ObjectKey } from '../../api/machinery/key.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { getObject } from '../../client/actions/read.ts';
import { useAnswer } from '../details/use-answer.ts';
import { useApp } from '../state/store.ts';

/** The object that a form is about; undefined until its answer is there. */
export function useObject(key: ObjectKey): KubeObject | undefined {
  const rv = useApp((state) => state.graph?.rows.get(key)?.rv ?? 0);
  const answer = useAnswer<KubeObject>(getObject(key).url, rv);
  return answer.state === 'ready' ? answer.value : undefined;
}
