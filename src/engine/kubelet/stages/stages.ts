/**
 * The stages of a pod's start as a table: each says how long it takes and what it leaves behind. They look at a pod and
 * at time only; the pod worker decides when, and status/ writes what can be seen.
 */
import type { StageName } from '../pod-work.ts';
import { pullImage } from './pull-image.ts';
import { runInit } from './run-init.ts';
import { sandbox } from './sandbox.ts';
import type { Stage } from './stage.ts';
import { startContainer } from './start-container.ts';

/** The life of a pod on its node, step by step. */
export const STAGES: Readonly<Record<StageName, Stage>> = {
  sandbox,
  pull: pullImage,
  start: startContainer,
  run: runInit,
};
