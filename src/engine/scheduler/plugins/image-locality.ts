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
  score: ({ pod, table }, slots, scores) => {
    const { containers, initContainers = [] } = pod.spec;
    const images = [...initContainers, ...containers].map((container) => withTag(container.image));
    if (images.every((image) => table.nodesWithImage(image) === 0)) return false;
    const total = table.list().length;
    const shares = images.map((image) => table.nodesWithImage(image) / total);
    const most = MAX_BYTES * images.length;
    for (const [n, slot] of slots.entries()) {
      const node = table.at(slot);
      let sum = 0;
      for (const [i, image] of images.entries()) sum += Math.trunc((node.images?.get(image) ?? 0) * (shares[i] ?? 0));
      scores[n] = Math.floor((MAX_SCORE * (Math.min(Math.max(sum, MIN_BYTES), most) - MIN_BYTES)) / (most - MIN_BYTES));
    }
    return true;
  },
};

function withTag(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}
