/** What the page and the apply worker say to each other. */
import type { ApplyReport, ApplyResult, Mark } from '../../apply/result.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';

export type ToApplyWorker =
  /** Apply this text; requests, results and one report follow. */
  | { readonly t: 'apply'; readonly text: string }
  /** Stop before the next object. */
  | { readonly t: 'cancel' }
  /** Only read the text; `checked` follows. */
  | { readonly t: 'check'; readonly id: number; readonly text: string }
  | { readonly t: 'answer'; readonly id: number; readonly response: ApiResponse }
  | { readonly t: 'no-answer'; readonly id: number; readonly message: string };

export type FromApplyWorker =
  | { readonly t: 'request'; readonly id: number; readonly request: ApiRequest }
  | { readonly t: 'result'; readonly result: ApplyResult; readonly total: number }
  | { readonly t: 'report'; readonly report: ApplyReport }
  | { readonly t: 'checked'; readonly id: number; readonly problems: readonly Mark[] }
  /** Nobody answered, or a bug: nothing more will be applied. */
  | { readonly t: 'failed'; readonly message: string };
