import { formatDuration } from '../../../lib/duration.ts';
import { longer } from '../containers/back-off.ts';
import { behaviourAt } from '../containers/program-at.ts';
import { isPresent, pullFails, sizeOf, startPull } from '../images.ts';
import type { PodLook } from '../pod-look.ts';
import { imageProblems } from '../programs/catalogue.ts';
import type { Stage } from './stage.ts';

/** What `pullFailures` of the behaviour annotation answers. */
const UNAVAILABLE = 'failed to resolve reference: unexpected status from HEAD request: 503 Service Unavailable';

/**
 * Brings a container's image to the node, or says why it cannot. Each pull in progress says in the pod's work when it
 * really began: the time before is waiting for others. Source: pkg/kubelet/images/image_manager.go.
 */
export const pullImage: Stage = {
  begin: (look, index) => {
    const { world, nodeName } = look;
    const { image, policy } = wanted(look, index);
    if (imageProblems(image).reference !== undefined) return 0;
    if (policy !== 'Always' && isPresent(world, nodeName, image)) {
      look.tell(
        index,
        'Pulled',
        `Container image "${image}" already present on machine and can be accessed by the pod`,
      );
      return 0;
    }
    if (policy === 'Never') return 0;
    look.tell(index, 'Pulling', `Pulling image "${image}"`);
    const { startMs, endMs } =
      problemOf(look, index, image) === undefined
        ? startPull(world, nodeName, image)
        : pullFails(world, nodeName, image);
    look.work = { ...look.work, pullStartMs: startMs };
    return endMs - world.nowMs;
  },
  finish: (look, index) => {
    const { world, nodeName } = look;
    const { image, policy } = wanted(look, index);
    const { sinceMs, pullStartMs, ...work } = look.work;
    if (pullStartMs === undefined) {
      const wrong = imageProblems(image).reference;
      if (wrong !== undefined) return invalidName(look, index, wrong);
      return policy === 'Never' && !isPresent(world, nodeName, image)
        ? neverPulled(look, index)
        : { stage: 'start', index };
    }
    look.work = { ...work, sinceMs };
    const problem = problemOf(look, index, image);
    if (problem !== undefined) return notPulled(look, index, problem);
    const pulling = formatDuration(world.nowMs - pullStartMs);
    const waiting = formatDuration(world.nowMs - sinceMs);
    look.tell(
      index,
      'Pulled',
      `Successfully pulled image "${image}" in ${pulling} (${waiting} including waiting). Image size: ${sizeOf(world, image)} bytes.`,
    );
    return { stage: 'start', index };
  },
};

function wanted(look: PodLook, index: number): { readonly image: string; readonly policy: string } {
  const { image, imagePullPolicy = 'IfNotPresent' } = look.container(index);
  return { image, policy: imagePullPolicy };
}

function problemOf(look: PodLook, index: number, image: string): string | undefined {
  const failures = behaviourAt(look, index)?.pullFailures ?? 0;
  return (look.run(index).pulls?.failures ?? 0) < failures ? UNAVAILABLE : imageProblems(image).pull;
}

function notPulled(look: PodLook, index: number, error: string): 'done' {
  const { nowMs, timing } = look.world;
  const { image } = look.container(index);
  look.tell(index, 'Failed', `Failed to pull image "${image}": ${error}`, 'Warning');
  look.tell(index, 'Failed', 'Error: ErrImagePull', 'Warning');
  const { pulls, ...run } = look.run(index);
  const untilMs = nowMs + look.world.draw(timing.podSyncMs, 'kubelet/sync', `${look.uid}/${index}`, nowMs);
  look.setRun(index, {
    ...run,
    pulls: { failures: (pulls?.failures ?? 0) + 1, delayMs: longer(pulls?.delayMs ?? 0), error },
    wait: { for: 'pull-sync', untilMs },
  });
  return waiting(look, index, 'ErrImagePull', error);
}

function neverPulled(look: PodLook, index: number): 'done' {
  const message = `Container image "${look.container(index).image}" is not present with pull policy of Never`;
  look.tell(index, 'ErrImageNeverPull', message, 'Warning');
  look.tell(index, 'Failed', 'Error: ErrImageNeverPull', 'Warning');
  retryLater(look, index);
  return waiting(look, index, 'ErrImageNeverPull', message);
}

/** No retry makes a name good: only another image does. */
function invalidName(look: PodLook, index: number, wrong: string): 'done' {
  const message = `Failed to apply default image tag "${look.container(index).image}": ${wrong}`;
  look.tell(index, 'InspectFailed', message, 'Warning');
  look.tell(index, 'Failed', 'Error: InvalidImageName', 'Warning');
  look.setRun(index, { ...look.run(index), wait: { for: 'config', untilMs: Number.POSITIVE_INFINITY } });
  return waiting(look, index, 'InvalidImageName', message);
}

/** What the kubelet cannot know to have changed it tries again with its next sync. */
export function retryLater(look: PodLook, index: number): void {
  const { nowMs, timing } = look.world;
  const afterMs = look.world.draw(timing.syncRetryMs, 'kubelet/retry', `${look.uid}/${index}`, nowMs);
  look.setRun(index, { ...look.run(index), wait: { for: 'config', untilMs: nowMs + afterMs } });
}

/** The container waits; how it ended before is not forgotten. */
export function waiting(look: PodLook, index: number, reason: string, message: string): 'done' {
  const { state } = look.status(index);
  look.setStatus(index, {
    state: { waiting: { reason, message } },
    ...(state?.terminated === undefined ? {} : { lastState: state }),
  });
  return 'done';
}
