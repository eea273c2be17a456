/**
 * Admission: what happens to an object between its request and the store, in upstream's order
 * (pkg/kubeapiserver/options/plugins.go). Each plugin is one file and sees objects, never requests.
 */
import type { AdmissionPlugin } from '../core.ts';
import { limitRanger } from './limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { newNode } from './new-node.ts';
import { podDefaults, serviceAccount } from './pod-defaults.ts';
import { priority } from './priority.ts';
import { claimResize, defaultStorageClass, storageProtection } from './storage.ts';
import { resourceQuota } from './resource-quota.ts';

export const ADMISSION: readonly AdmissionPlugin[] = [
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  newNode,
  priority,
  podDefaults,
  defaultStorageClass,
  storageProtection,
  claimResize,
  resourceQuota,
];
