import { namespaces } from '../../../api/kinds/namespace/namespace.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { resourceOf } from '../../../api/kind-def.ts';
import { forbidden, notFound } from '../../../api/machinery/status.ts';
import { groupResource, type AdmissionPlugin } from '../core.ts';

const IMMORTAL = new Set(['default', 'kube-system', 'kube-public']);

/** No object in a namespace that is missing or going. Source: AS/admission/plugin/namespace/lifecycle. */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  create(core, def, object) {
    if (!def.namespaced) return object;
    const name = object.metadata.namespace ?? '';
    const namespace = core.store.get(namespaces.resource, keyIn(namespaces, '', name));
    if (namespace === undefined) return { refused: notFound({ group: '', resource: 'namespaces' }, name) };
    if (namespace.metadata.deletionTimestamp === undefined) return object;
    const why = `unable to create new content in namespace ${name} because it is being terminated`;
    const cause = {
      reason: 'NamespaceTerminating' as const,
      message: `namespace ${name} is being terminated`,
      field: 'metadata.namespace',
    };
    return { refused: forbidden(groupResource(def), object.metadata.name ?? '', why, [cause]) };
  },
  remove(_core, def, object) {
    const name = object.metadata.name ?? '';
    if (resourceOf(def) !== namespaces.resource || !IMMORTAL.has(name)) return undefined;
    return { refused: forbidden(groupResource(def), name, 'this namespace may not be deleted') };
  },
};
