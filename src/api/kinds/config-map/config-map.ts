import type { KubeObject, StringMap } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';

/** core/v1 ConfigMap. Values of `binaryData` are base64. */
export interface ConfigMap extends KubeObject {
  readonly immutable?: boolean;
  readonly data?: StringMap;
  readonly binaryData?: StringMap;
}

export const configMaps = resourceRef<ConfigMap>('', 'v1', 'configmaps', 'ConfigMap');
