import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../machinery/object.ts';
import { csiDriverDef } from '../csi-driver/def.ts';
import { persistentVolumeDef } from '../persistent-volume/def.ts';
import type { PersistentVolumeSpec } from '../persistent-volume/persistent-volume.ts';
import { storageClassDef } from '../storage-class/def.ts';
import { created, createErrors, updated, updateErrors } from '../testing/check.ts';
import { volumeAttachmentDef } from '../volume-attachment/def.ts';
import { persistentVolumeClaimDef } from './def.ts';
import type { PersistentVolumeClaimSpec } from './persistent-volume-claim.ts';
import { jsonDiff } from './spec-diff.ts';

function claim(spec: PersistentVolumeClaimSpec, status?: object): KubeObject {
  const metadata = { name: 'data', namespace: 'default' };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec, ...(status && { status }) };
}

function volume(spec: Partial<PersistentVolumeSpec>): KubeObject {
  return { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'disk' }, spec };
}

const GIB: PersistentVolumeClaimSpec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

describe('a claim', () => {
  test('is defaulted, and says where its data come from in both fields', () => {
    const source = { kind: 'PersistentVolumeClaim', name: 'old' };
    const given = { ...GIB, resources: { requests: { storage: '1024Mi' } }, dataSource: source };
    expect(created(persistentVolumeClaimDef, claim(given))).toEqual(
      claim({ ...GIB, volumeMode: 'Filesystem', dataSource: source, dataSourceRef: source }, { phase: 'Pending' }),
    );
  });

  test('earns a warning when it asks for a part of a byte', () => {
    const given = claim({ ...GIB, resources: { requests: { storage: '100m' } } });
    expect(persistentVolumeClaimDef.warnings?.(given, undefined)).toEqual([
      'spec.resources.requests[storage]: fractional byte value "100m" is invalid, must be an integer',
    ]);
  });

  test('is refused for what it lacks and what does not exist, in order', () => {
    expect(createErrors(persistentVolumeClaimDef, claim({}))).toEqual([
      'spec.accessModes: Required value: at least 1 access mode is required',
      'spec.resources[storage]: Required value',
    ]);
    expect(
      createErrors(
        persistentVolumeClaimDef,
        claim({
          accessModes: ['ReadWriteOncePod', 'ReadWriteMany', 'Mine'],
          resources: { requests: { storage: '0' } },
          storageClassName: 'No Class',
          volumeMode: 'Tape',
          dataSource: { kind: 'Snapshot', name: '' },
        }),
      ).map((line) => line.replace(/: a lowercase RFC.*/, '')),
    ).toEqual([
      'spec.accessModes: Unsupported value: "Mine": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
      'spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes',
      'spec.resources[storage]: Invalid value: "0": must be greater than zero',
      'spec.storageClassName: Invalid value: "No Class"',
      'spec.volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem"',
      'spec.dataSource.name: Required value',
      `spec.dataSource: Invalid value: "Snapshot": must be 'PersistentVolumeClaim' when referencing the default apiGroup`,
      'spec.dataSourceRef.name: Required value',
      `spec.dataSourceRef: Invalid value: "Snapshot": must be 'PersistentVolumeClaim' when referencing the default apiGroup`,
    ]);
  });

  test('may get its volume and its class once, and grow when it is bound', () => {
    const open = created(persistentVolumeClaimDef, claim(GIB));
    const placed = { ...GIB, volumeName: 'disk', storageClassName: 'fast' };
    expect(updateErrors(persistentVolumeClaimDef, { ...open, spec: placed }, open)).toEqual([]);
    const bound = {
      ...open,
      spec: { ...placed, volumeMode: 'Filesystem' },
      status: { phase: 'Bound', capacity: { storage: '1Gi' } },
    };
    const sized = (storage: string): KubeObject => ({
      ...bound,
      spec: { ...bound.spec, resources: { requests: { storage } } },
    });
    expect(updateErrors(persistentVolumeClaimDef, sized('2Gi'), bound)).toEqual([]);
    expect(updateErrors(persistentVolumeClaimDef, sized('512Mi'), bound)).toEqual([
      'spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
    ]);
    expect(
      updateErrors(persistentVolumeClaimDef, { ...bound, spec: { ...bound.spec, volumeName: 'x' } }, bound),
    ).toEqual([
      [
        'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
        '@@ -9,7 +9,7 @@',
        '    "storage": "1Gi"',
        '   }',
        '  },',
        '- "VolumeName": "disk",',
        '+ "VolumeName": "x",',
        '  "StorageClassName": "fast",',
        '  "VolumeMode": "Filesystem",',
        '  "DataSource": null,',
        '',
      ].join('\n'),
    ]);
  });
});

test('a diff has one part for each group of changes, with three lines around it', () => {
  const long = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10 };
  expect(jsonDiff(long, long)).toBe('');
  expect(jsonDiff(long, { ...long, a: 0, j: 0 })).toBe(
    [
      '@@ -1,5 +1,5 @@',
      ' {',
      '- "a": 1,',
      '+ "a": 0,',
      '  "b": 2,',
      '  "c": 3,',
      '  "d": 4,',
      '@@ -8,5 +8,5 @@',
      '  "g": 7,',
      '  "h": 8,',
      '  "i": 9,',
      '- "j": 10',
      '+ "j": 0',
      ' }',
      '',
    ].join('\n'),
  );
});

describe('a volume', () => {
  test('is defaulted and starts Pending', () => {
    const given = volume({ capacity: { storage: '1024Mi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/d' } });
    expect(created(persistentVolumeDef, given)).toEqual({
      ...volume({
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/d', type: '' },
        persistentVolumeReclaimPolicy: 'Retain',
        volumeMode: 'Filesystem',
      }),
      status: { phase: 'Pending' },
    });
  });

  test('is refused without its parts, and with wrong ones', () => {
    expect(createErrors(persistentVolumeDef, volume({}))).toEqual([
      'spec.accessModes: Required value',
      'spec.capacity: Required value',
      'spec.capacity: Unsupported value: {}: supported values: "storage"',
      'spec: Required value: must specify a volume type',
    ]);
    const parts = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'] };
    expect(
      createErrors(
        persistentVolumeDef,
        volume({
          ...parts,
          persistentVolumeReclaimPolicy: 'Burn',
          local: { path: '/ssd' },
          nfs: { server: 'x', path: '/' },
        }),
      ),
    ).toEqual([
      'spec.persistentVolumeReclaimPolicy: Unsupported value: "Burn": supported values: "Delete", "Recycle", "Retain"',
      'spec.local: Forbidden: may not specify more than 1 volume type',
    ]);
    expect(createErrors(persistentVolumeDef, volume({ ...parts, local: { path: '/ssd' } }))).toEqual([
      'metadata.annotations: Required value: Local volume requires node affinity',
    ]);
    expect(
      createErrors(
        persistentVolumeDef,
        volume({ ...parts, hostPath: { path: '/d' }, nodeAffinity: { required: { nodeSelectorTerms: [] } } }),
      ),
    ).toEqual([
      'spec.nodeAffinity.required.nodeSelectorTerms: Required value: must have at least one node selector term',
    ]);
  });

  test('keeps its source, and may grow', () => {
    const stored = created(
      persistentVolumeDef,
      volume({ capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/d' } }),
    );
    const with_ = (spec: object): KubeObject => ({ ...stored, spec: { ...(stored.spec as object), ...spec } });
    expect(updateErrors(persistentVolumeDef, with_({ capacity: { storage: '2Gi' } }), stored)).toEqual([]);
    expect(updateErrors(persistentVolumeDef, with_({ hostPath: { path: '/e' } }), stored)[0]).toMatch(
      /^spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation\n@@/,
    );
  });
});

describe('a StorageClass', () => {
  const fast = created(storageClassDef, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'fast' },
    provisioner: 'x.example.com',
  });

  test('is defaulted, and is told what it lacks', () => {
    expect(fast).toMatchObject({ reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
    expect(
      createErrors(storageClassDef, { ...fast, provisioner: '', reclaimPolicy: 'Recycle', volumeBindingMode: 'Late' }),
    ).toEqual([
      'provisioner: Required value',
      'reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"',
      'volumeBindingMode: Unsupported value: "Late": supported values: "Immediate", "WaitForFirstConsumer"',
    ]);
  });

  test('keeps how it makes volumes; whether they may grow can change', () => {
    const next = {
      ...fast,
      parameters: { a: 'b' },
      provisioner: 'y',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
    };
    expect(updateErrors(storageClassDef, next, fast)).toEqual([
      'parameters: Forbidden: updates to parameters are forbidden.',
      'provisioner: Forbidden: updates to provisioner are forbidden.',
      'reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.',
      'volumeBindingMode: Invalid value: "WaitForFirstConsumer": field is immutable',
    ]);
    expect(updateErrors(storageClassDef, { ...fast, allowVolumeExpansion: true }, fast)).toEqual([]);
  });
});

test('a VolumeAttachment keeps its spec, and a CSIDriver says what it can do', () => {
  const attachment = created(volumeAttachmentDef, volumeAttachmentDef.example);
  expect(attachment['status']).toEqual({ attached: false });
  const moved = { ...attachment, spec: { ...(attachment.spec as object), nodeName: 'node-2' } };
  expect(updateErrors(volumeAttachmentDef, moved, attachment)[0]).toMatch(
    /^spec: Invalid value: .*: field is immutable$/,
  );
  expect(updated(csiDriverDef, csiDriverDef.example, csiDriverDef.example).spec).toEqual({
    attachRequired: true,
    fsGroupPolicy: 'ReadWriteOnceWithFSType',
    podInfoOnMount: false,
    requiresRepublish: false,
    seLinuxMount: false,
    storageCapacity: false,
    volumeLifecycleModes: ['Persistent'],
  });
});
