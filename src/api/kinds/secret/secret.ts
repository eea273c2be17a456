import type { KubeObject, StringMap } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';

/** core/v1 Secret. Values of `data` are base64; `stringData` is only ever written, never stored. */
export interface Secret extends KubeObject {
  readonly type?: string;
  readonly immutable?: boolean;
  readonly data?: StringMap;
  readonly stringData?: StringMap;
}

export const secrets = resourceRef<Secret>('', 'v1', 'secrets', 'Secret');
