import { jobs, type Job, type JobSpec } from '../../../../api/kinds/job/job.ts';
import { pods, type Pod } from '../../../../api/kinds/pod/pod.ts';
import { formatTime } from '../../../../lib/time.ts';
import { ControlPlane, type ControlPlaneOptions } from '../../testing/control-plane.ts';
import { jobController } from '../index.ts';

/** A Job controller alone: the test plays the kubelets and says how Pods end. */
export function jobPlane(options: ControlPlaneOptions = {}): ControlPlane {
  return new ControlPlane([jobController], { nodes: ['node-1'], ...options });
}

export function job(name: string, spec: Partial<JobSpec> = {}, restartPolicy = 'Never'): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec: {
      template: { spec: { restartPolicy, containers: [{ name: 'a', image: 'busybox', command: ['echo', 'hi'] }] } },
      ...spec,
    },
  };
}

/** Creates a Job and lets the controller look. */
export function start(plane: ControlPlane, name: string, spec: Partial<JobSpec> = {}, restartPolicy = 'Never'): void {
  plane.create(jobs, job(name, spec, restartPolicy));
  plane.settle();
}

export function activePods(plane: ControlPlane): readonly Pod[] {
  return plane
    .all(pods)
    .filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && !ended(status?.phase));
}

/** Ends a Pod as its kubelet would: exit code 0 succeeds, others fail. The controller looks at once. */
export function end(plane: ControlPlane, pod: Pod | undefined, exitCode = 0): void {
  const stored = plane.get(pods, pod?.metadata.name ?? '');
  const now = formatTime(plane.nowMs);
  const terminated = { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt: now, finishedAt: now };
  plane.updateStatus(pods, {
    ...stored,
    status: {
      ...stored.status,
      phase: exitCode === 0 ? 'Succeeded' : 'Failed',
      conditions: [{ type: 'Ready', status: 'False', reason: 'PodCompleted', lastTransitionTime: now }],
      containerStatuses: [
        { name: 'a', ready: false, restartCount: 0, image: 'busybox', imageID: '', state: { terminated } },
      ],
    },
  });
  plane.settle();
}

/** Ends all active Pods. */
export function endAll(plane: ControlPlane, exitCode = 0): void {
  for (const pod of activePods(plane)) end(plane, pod, exitCode);
}

export function change(plane: ControlPlane, name: string, spec: Partial<JobSpec>): void {
  const stored = plane.get(jobs, name);
  plane.update(jobs, { ...stored, spec: { ...stored.spec, ...spec } });
  plane.settle();
}

/** `Type=Status Reason: message` of the conditions, in their order. */
export function conditions(plane: ControlPlane, name: string): readonly string[] {
  return (plane.get(jobs, name).status?.conditions ?? []).map(
    ({ type, status, reason = '', message = '' }) => `${type}=${status} ${reason}: ${message}`,
  );
}

function ended(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}
