import { defaultTemplate } from '../pod/defaults.ts';
import { dropNulls, fill, mapField, setField } from '../shared/share.ts';
import type { ReplicationController, ReplicationControllerSpec } from './replication-controller.ts';

const NO_SPEC: ReplicationControllerSpec = {};

/** Selector and labels come from the template. Source: pkg/apis/core/v1/defaults.go SetDefaults_ReplicationController. */
export function defaultReplicationController(controller: ReplicationController): ReplicationController {
  const given = mapField(controller.spec ?? NO_SPEC, 'template', defaultTemplate);
  let spec = mapField(fill(given, { replicas: 1 }), 'selector', dropNulls);
  const labels = spec.template?.metadata?.labels;
  let { metadata } = controller;
  if (labels !== undefined && Object.keys(labels).length > 0) {
    if (Object.keys(spec.selector ?? {}).length === 0) spec = setField(spec, 'selector', labels);
    if (Object.keys(metadata.labels ?? {}).length === 0) metadata = setField(metadata, 'labels', labels);
  }
  return setField(setField(controller, 'metadata', metadata), 'spec', spec);
}
