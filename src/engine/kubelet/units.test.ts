import { describe, expect, test } from 'vitest';
import { formatDuration } from './duration.ts';
import { fullImageName, imageId } from './image-name.ts';
import { successMs } from './probe-times.ts';

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

describe('durations as Go writes them', () => {
  test.each([
    [0, '0s'],
    [350, '350ms'],
    [1234, '1.234s'],
    [62_500, '1m2.5s'],
    [3_600_000, '1h0m0s'],
  ])('%i ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('when a probe succeeds', () => {
  test('the first probe comes after the initial delay', () => {
    expect(successMs({ initialDelaySeconds: 5, periodSeconds: 10 }, 0, 0, 2_000)).toBe(5_000);
  });

  test('a program that is slower than the first probe waits for a later one', () => {
    expect(successMs({ periodSeconds: 3 }, 0, 0, 4_000)).toBe(6_000);
  });

  test('several successes in a row take a period each', () => {
    expect(successMs({ periodSeconds: 3, successThreshold: 3 }, 0, 0, 0)).toBe(6_000);
  });
});
