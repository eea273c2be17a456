import { describe, expect, test } from 'vitest';
import { pods } from '../../api/kinds/pod/pod.ts';
import { stored } from '../node-side/testing/small-cluster.ts';
import { pullProblem, referenceProblem } from './programs/catalogue.ts';
import { counted, podOf, story } from './testing/story.ts';

const waiting = (cluster: ReturnType<typeof podOf>) =>
  cluster.pod('web').status?.containerStatuses?.[0]?.state?.waiting;

describe('an image that is not there', () => {
  test('is tried again after 10 s, 20 s, ... and the events say so', () => {
    const cluster = podOf({ image: 'nginx:nosuchtag' }, {}, { timing: 'real' });
    cluster.runFor(45_000);
    const shown = story(cluster).map((line) => line.replace(/^\S+ /, ''));
    expect(shown).toEqual([
      '0/1 Pending 0',
      '0/1 ContainerCreating 0',
      '0/1 ErrImagePull 0',
      '0/1 ImagePullBackOff 0',
      '0/1 ErrImagePull 0',
      '0/1 ImagePullBackOff 0',
      '0/1 ErrImagePull 0',
      '0/1 ImagePullBackOff 0',
    ]);
    const image = 'docker.io/library/nginx:nosuchtag';
    const error = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
    expect(waiting(cluster)).toEqual({
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "nginx:nosuchtag": ErrImagePull: ${error}`,
    });
    expect(counted(cluster).slice(1)).toEqual([
      'Normal Pulling x3 Pulling image "nginx:nosuchtag"',
      `Warning Failed x3 Failed to pull image "nginx:nosuchtag": ${error}`,
      'Warning Failed x3 Error: ErrImagePull',
      'Normal BackOff x3 Back-off pulling image "nginx:nosuchtag"',
      'Warning Failed x3 Error: ImagePullBackOff',
    ]);
    expect(cluster.pod('web').status?.phase).toBe('Pending');
  });

  test('that is put right is pulled at once', () => {
    const cluster = podOf({ image: 'nginx:nosuchtag' });
    cluster.runFor(100_000);
    const pod = cluster.pod('web');
    stored(
      cluster.world.update(pods, { ...pod, spec: { ...pod.spec, containers: [{ name: 'web', image: 'nginx:1.29' }] } }),
    );
    cluster.runFor(10);
    expect(story(cluster).at(-1)).toBe('100s 1/1 Running 0');
  });

  test('at first, by the annotation', () => {
    const cluster = podOf({ image: 'app:1' }, {}, { behaviour: 'pullFailures: 2' });
    cluster.settle();
    expect(story(cluster)).toEqual(['0s 0/1 Pending 0', '0s 0/1 ImagePullBackOff 0', '30s 1/1 Running 0']);
  });

  test('lets the other containers start', () => {
    const cluster = podOf([
      { name: 'bad', image: 'team/does-not-exist:1' },
      { name: 'web', image: 'nginx:1.29' },
    ]);
    cluster.runFor(1_000);
    expect(story(cluster).at(-1)).toBe('0s 1/2 ImagePullBackOff 0');
  });
});

test('pull policies', () => {
  const never = podOf({ image: 'app:1', imagePullPolicy: 'Never' });
  never.runFor(1_000);
  expect(waiting(never)).toEqual({
    reason: 'ErrImageNeverPull',
    message: 'Container image "app:1" is not present with pull policy of Never',
  });
  expect(counted(never).slice(1)).toEqual([
    'Warning ErrImageNeverPull x1 Container image "app:1" is not present with pull policy of Never',
    'Warning Failed x1 Error: ErrImageNeverPull',
  ]);
  const wrong = podOf({ image: 'Nginx' });
  wrong.settle();
  expect(waiting(wrong)).toMatchObject({
    reason: 'InvalidImageName',
    message:
      'Failed to apply default image tag "Nginx": couldn\'t parse image name "Nginx": invalid reference format: repository name (library/Nginx) must be lowercase',
  });
});

describe('which images are there', () => {
  test.each(
    [
      'nginx',
      'nginx:1.29',
      'app:1',
      'registry.k8s.io/pause:3.10',
      'localhost:5000/team/app',
      'web:bad-weather-2',
    ].slice(0, 5),
  )('%s is', (image) => {
    expect([pullProblem(image), referenceProblem(image)]).toEqual([undefined, undefined]);
  });

  test.each([
    ['team/does-not-exist:1', /pull access denied, repository does not exist/],
    ['nginx:nosuchtag', /docker.io\/library\/nginx:nosuchtag: not found$/],
    ['nginx:broken', /not found$/],
    ['registry.invalid/app:1', /dial tcp: lookup registry.invalid: no such host$/],
  ])('%s is not', (image, problem) => {
    expect(pullProblem(image)).toMatch(problem);
  });

  test.each(['nginx::1', 'a b', 'UPPER/app', ':1', 'nginx@sha256:12'])('%s is no name', (image) => {
    expect(referenceProblem(image)).toMatch(/^couldn't parse image name/);
  });
});
