/**
 * The stages of a pod's start as a table: each says how long it takes and what it leaves behind. They look at a pod and
 * at time only; the pod worker decides when, containers/ which container is next, and status/ writes what can be seen.
 */
import type { StageName } from '../pod-work.ts';
import { pullImage } from './pull-image.ts';
import { sandbox } from './sandbox.ts';
import type { Stage } from './stage.ts';
import { postStart, startContainer } from './start-container.ts';
import { volumes } from './volumes.ts';

/** Bringing up a pod on its node: volumes and sandbox once, the rest for one container after the other. */
export const STAGES: Readonly<Record<StageName, Stage>> = {
  volumes,
  sandbox,
  pull: pullImage,
  start: startContainer,
  hook: postStart,
};
