import { mix } from '../../lib/hash.ts';
import type { Range } from '../timing.ts';
import type { TableRef, World } from '../world.ts';
import { fullImageName, imageId } from './image-name.ts';

/** An image on a node, or on its way there. */
export interface NodeImage {
  readonly name: string;
  readonly sizeBytes: number;
  /** When the pull ends, or has ended. */
  readonly presentMs: number;
}

/** By node name. */
const IMAGES: TableRef<readonly NodeImage[]> = { name: 'kubelet/images' };
const NO_IMAGES: readonly NodeImage[] = [];

/** When each node's puller is free: images are pulled one after the other. Source: kubelet serializeImagePulls. */
const PULLER: TableRef<number> = { name: 'kubelet/puller' };

interface ImageNames {
  readonly image: string;
  readonly imageID: string;
}

const NAMES: TableRef<ImageNames> = { name: 'kubelet/image-names' };

/** Sizes that images are given, by chance of their name. */
const SIZE_MIN_BYTES = 8_000_000;
const SIZE_SPAN_BYTES = 240_000_000;

export interface Pull {
  readonly startMs: number;
  readonly endMs: number;
}

/** The images that a node has had by now. */
export function nodeImages(world: World, nodeName: string): readonly NodeImage[] {
  return world.table(IMAGES).get(nodeName) ?? NO_IMAGES;
}

export function isPresent(world: World, nodeName: string, image: string): boolean {
  const known = findImage(world, nodeName, fullImageName(image));
  return known !== undefined && known.presentMs <= world.nowMs;
}

/** Puts a pull at the end of the node's line; says when it begins and ends. */
export function startPull(world: World, nodeName: string, image: string): Pull {
  const name = fullImageName(image);
  const puller = world.table(PULLER);
  const isNew = findImage(world, nodeName, name) === undefined;
  const startMs = Math.max(world.nowMs, puller.get(nodeName) ?? 0);
  const range: Range = isNew ? world.timing.imagePullMs : world.timing.imageCheckMs;
  const endMs = startMs + world.draw(range, 'kubelet/pull', `${nodeName} ${name}`, world.nowMs);
  puller.set(nodeName, endMs);
  if (isNew) {
    const image = { name, sizeBytes: sizeOf(world, name), presentMs: endMs };
    world.table(IMAGES).set(nodeName, [...nodeImages(world, nodeName), image]);
  }
  return { startMs, endMs };
}

/** A pull that will fail: it takes its turn, and the registry says no. */
export function pullFails(world: World, nodeName: string, image: string): Pull {
  const puller = world.table(PULLER);
  const startMs = Math.max(world.nowMs, puller.get(nodeName) ?? 0);
  const endMs = startMs + world.draw(world.timing.imageCheckMs, 'kubelet/pull', `${nodeName} ${image}`, world.nowMs);
  puller.set(nodeName, endMs);
  return { startMs, endMs };
}

/** What a container's status calls its image: kept in a table, so that thousands of pods share two texts. */
export function namesOf(world: World, image: string): ImageNames {
  const names = world.table(NAMES);
  let known = names.get(image);
  if (known === undefined) {
    const full = fullImageName(image);
    known = { image: full, imageID: imageId(image, hexId(world, 'kubelet/image', full, 64)) };
    names.set(image, known);
  }
  return known;
}

/** Size of an image; the same everywhere. */
export function sizeOf(world: World, image: string): number {
  return SIZE_MIN_BYTES + Math.floor(SIZE_SPAN_BYTES * world.random('kubelet/image-size', fullImageName(image)) ** 2);
}

/** `digits` hexadecimal digits (a multiple of 8) that stand for a content or a container; the same for the same key. */
export function hexId(world: World, purpose: string, key: string, digits: number): string {
  let state = Math.floor(world.random(purpose, key) * 0x1_0000_0000);
  let id = '';
  for (let n = 0; n < digits / 8; n++) {
    state = mix(state + 0x9e3779b9 + n);
    id += ((state >>> 16) | 0x10000).toString(16).slice(1) + ((state & 0xffff) | 0x10000).toString(16).slice(1);
  }
  return id;
}

/** Forgets what a machine had, when it is gone. */
export function forgetImages(world: World, nodeName: string): void {
  world.table(IMAGES).delete(nodeName);
  world.table(PULLER).delete(nodeName);
}

function findImage(world: World, nodeName: string, name: string): NodeImage | undefined {
  return nodeImages(world, nodeName).find((image) => image.name === name);
}
