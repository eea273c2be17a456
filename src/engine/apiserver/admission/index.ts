/**
 * Admission: what happens to an object between its request and the store, in upstream's order
 * (pkg/kubeapiserver/options/plugins.go). Each plugin is one file and sees objects, never requests.
 */
import type { AdmissionPlugin } from '../core.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { newNode } from './new-node.ts';
import { podDefaults, serviceAccount } from './pod-defaults.ts';

export const ADMISSION: readonly AdmissionPlugin[] = [namespaceLifecycle, serviceAccount, newNode, podDefaults];
