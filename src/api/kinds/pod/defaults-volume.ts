import { canonicalOr } from '../shared/quantities.ts';
import { fill, mapField, mapShared, setField } from '../shared/share.ts';
import { canonicalRequirements, defaultFieldRef, defaultResourceRef } from './defaults-container.ts';
import { defaultPullPolicy } from './image-tag.ts';
import type { ClaimTemplate, DownwardApiFile, ProjectedVolume, Volume, VolumeProjection } from './volume.ts';

/** 0644 in octal. */
const FILE_MODE = 420;
const TOKEN_SECONDS = 3600;

/** What a volume gets; one without a source becomes an emptyDir. Source: pkg/apis/core/v1/defaults.go SetDefaults_Volume. */
export function defaultVolume(volume: Volume): Volume {
  let next = hasSource(volume) ? volume : { ...volume, emptyDir: {} };
  next = mapField(next, 'emptyDir', (source) => mapField(source, 'sizeLimit', canonicalOr));
  next = mapField(next, 'hostPath', (source) => fill(source, { type: '' }));
  next = mapField(next, 'configMap', (source) => fill(source, { defaultMode: FILE_MODE }));
  next = mapField(next, 'secret', (source) => fill(source, { defaultMode: FILE_MODE }));
  next = mapField(next, 'downwardAPI', (source) =>
    mapField(fill(source, { defaultMode: FILE_MODE }), 'items', defaultFiles),
  );
  next = mapField(next, 'projected', defaultProjected);
  next = mapField(next, 'ephemeral', (source) => mapField(source, 'volumeClaimTemplate', defaultClaim));
  return mapField(next, 'image', (source) => fill(source, { pullPolicy: defaultPullPolicy(source.reference ?? '') }));
}

function hasSource(volume: Volume): boolean {
  for (const key in volume)
    if (key !== 'name' && volume[key as keyof Volume] !== undefined && volume[key as keyof Volume] !== null)
      return true;
  return false;
}

function defaultFiles(files: readonly DownwardApiFile[]): readonly DownwardApiFile[] {
  return mapShared(files, (file) =>
    mapField(mapField(file, 'fieldRef', defaultFieldRef), 'resourceFieldRef', defaultResourceRef),
  );
}

function defaultProjected(projected: ProjectedVolume): ProjectedVolume {
  return mapField(fill(projected, { defaultMode: FILE_MODE }), 'sources', (sources) =>
    mapShared(sources, defaultProjection),
  );
}

function defaultProjection(source: VolumeProjection): VolumeProjection {
  const withToken = mapField(source, 'serviceAccountToken', (token) =>
    fill(token, { expirationSeconds: TOKEN_SECONDS }),
  );
  return mapField(withToken, 'downwardAPI', (api) => mapField(api, 'items', defaultFiles));
}

function defaultClaim(template: ClaimTemplate): ClaimTemplate {
  const spec = mapField(fill(template.spec ?? {}, { volumeMode: 'Filesystem' }), 'resources', canonicalRequirements);
  return setField(template, 'spec', spec);
}
