import { describe, expect, test } from 'vitest';
import { fullImageName, imageId } from './image-name.ts';
import { nextTry } from './probes/tries.ts';

describe('names of images', () => {
  test.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.29', 'docker.io/library/nginx:1.29'],
    ['bitnami/redis:7', 'docker.io/bitnami/redis:7'],
    ['registry.k8s.io/pause', 'registry.k8s.io/pause:latest'],
    ['localhost:5000/app:v1', 'localhost:5000/app:v1'],
    ['nginx:1.29@sha256:abc', 'docker.io/library/nginx@sha256:abc'],
  ])('%s is %s', (image, full) => {
    expect(fullImageName(image)).toBe(full);
  });

  test('imageID names the repository and the content', () => {
    expect(imageId('nginx:1.29', 'ab')).toBe('docker.io/library/nginx@sha256:ab');
    expect(imageId('nginx@sha256:cd', 'ab')).toBe('docker.io/library/nginx@sha256:cd');
  });
});

describe('the next try of a probe that is worth a look', () => {
  const probe = { periodSeconds: 10, failureThreshold: 3 };
  const ok = (fromMs: number) => ({ fromMs, ok: true, text: '' });
  const bad = (fromMs: number) => ({ fromMs, ok: false, text: 'no' });
  const first = { atMs: 0, failures: 0, successes: 0 };

  test('a result that stays good costs nothing', () => {
    expect(nextTry(probe, [ok(0)], first, true)).toBeUndefined();
  });

  test('a result that turns bad is met by the first try after it', () => {
    expect(nextTry(probe, [ok(0), bad(31_000)], first, true)).toMatchObject({ atMs: 40_000, failures: 0 });
  });

  test('failures are told up to the threshold; after it only a success counts', () => {
    expect(nextTry(probe, [bad(0)], { ...first, failures: 2 }, false)).toMatchObject({ atMs: 0, failures: 2 });
    expect(nextTry(probe, [bad(0)], { ...first, failures: 3 }, false)).toBeUndefined();
    expect(nextTry(probe, [bad(0), ok(95_000)], { ...first, failures: 3 }, false)).toMatchObject({ atMs: 100_000 });
  });

  test('several successes in a row take a period each', () => {
    const thrice = { periodSeconds: 3, successThreshold: 3 };
    expect(nextTry(thrice, [ok(0)], first, false)).toEqual({ atMs: 6_000, failures: 0, successes: 2 });
    expect(nextTry(thrice, [ok(0), bad(4_000), ok(7_000)], first, false)).toEqual({
      atMs: 6_000,
      failures: 0,
      successes: 2,
    });
  });
});
