import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import { MAX_SCORE, type ScorePlugin } from '../cycle.ts';

const MIB = 1024 * 1024;
/** Image sizes between which the score grows. Source: pkg/scheduler/framework/plugins/imagelocality. */
const MIN_BYTES = 23 * MIB;
const MAX_BYTES = 1000 * MIB;

/**
 * Prefers nodes that have the pod's images, weighed by size and by how many nodes have them. Names are compared as they
 * are written, as upstream does: `nginx` in a pod is not `docker.io/library/nginx` of a node's list.
 */
export const imageLocality: ScorePlugin = {
  name: 'ImageLocality',
  weight: 1,
  isLasting: () => true,
  score: ({ pod, table }) => {
    const { containers, initContainers = [] } = pod.spec;
    const images = [...initContainers, ...containers].map((container) => withTag(container.image));
    if (images.every((image) => table.nodesWithImage(image) === 0)) return undefined;
    const total = table.list().length;
    const shares = images.map((image) => table.nodesWithImage(image) / total);
    const most = MAX_BYTES * images.length;
    const known = sizesOf(pod.spec);
    return {
      value: (slot) => {
        const node = table.at(slot);
        return idOf(
          known,
          images.map((image) => node.images?.get(image) ?? 0),
        );
      },
      finish: (values, count) => {
        for (let i = 0; i < count; i++) {
          const sizes = known.lists[values[i] as number] as readonly number[];
          const sum = sizes.reduce((bytes, size, at) => bytes + Math.trunc(size * (shares[at] ?? 0)), 0);
          const within = Math.min(Math.max(sum, MIN_BYTES), most);
          values[i] = Math.floor((MAX_SCORE * (within - MIN_BYTES)) / (most - MIN_BYTES));
        }
      },
    };
  },
};

/** Sizes in bytes of a pod's images on a node, each list with a number of its own. */
interface SizeLists {
  readonly ids: Map<string, number>;
  readonly lists: (readonly number[])[];
}

const knownSizes = new WeakMap<PodSpec, SizeLists>();

function sizesOf(spec: PodSpec): SizeLists {
  let known = knownSizes.get(spec);
  if (known === undefined) knownSizes.set(spec, (known = { ids: new Map(), lists: [] }));
  return known;
}

function idOf({ ids, lists }: SizeLists, sizes: readonly number[]): number {
  const text = sizes.join(' ');
  let id = ids.get(text);
  if (id === undefined) {
    id = lists.length;
    lists.push(sizes);
    ids.set(text, id);
  }
  return id;
}

function withTag(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}
