import type { ApplyReport, ApplyResult, Mark } from '../../apply/result.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';
import type { FromApplyWorker, ToApplyWorker } from './messages.ts';

export interface ApplyRun {
  /** Rejects when the worker is lost, or nobody answers it. */
  readonly report: Promise<ApplyReport>;
  /** What was applied stays; the report says that it is not all. */
  cancel(): void;
}

type OnResult = (result: ApplyResult, total: number) => void;

interface Running {
  readonly resolve: (report: ApplyReport) => void;
  readonly reject: (error: Error) => void;
  readonly onResult: OnResult;
  readonly results: ApplyResult[];
}

/** After this a worker that does not hear is ended. */
const CANCEL_PATIENCE_MS = 400;

/** The page's side of the apply worker: one apply at a time, and checks beside it. */
export class Applier {
  readonly #send: (request: ApiRequest) => Promise<ApiResponse>;
  readonly #checks = new Map<number, (problems: readonly Mark[]) => void>();
  #worker: Worker | undefined;
  #running: Running | undefined;
  #nextCheck = 1;

  constructor(send: (request: ApiRequest) => Promise<ApiResponse>) {
    this.#send = send;
  }

  /** Applies a text; `onResult` is called for each object as its answer comes. */
  apply(text: string, onResult: OnResult): ApplyRun {
    if (this.#running !== undefined) throw new Error('one text is being applied; wait for its report or cancel it');
    const report = new Promise<ApplyReport>((resolve, reject) => {
      this.#running = { resolve, reject, onResult, results: [] };
      this.#post({ t: 'apply', text });
    });
    return { report, cancel: () => this.#cancel() };
  }

  /** Mistakes of form in a text; nothing is applied. */
  check(text: string): Promise<readonly Mark[]> {
    const id = this.#nextCheck++;
    return new Promise((resolve) => {
      this.#checks.set(id, resolve);
      this.#post({ t: 'check', id, text });
    });
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#end()?.reject(new Error('the editor was closed before everything was applied; what was applied stays'));
  }

  #cancel(): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#post({ t: 'cancel' });
    setTimeout(() => {
      // Still reading: there is no next object before which it could stop.
      if (this.#running !== running) return;
      this.#worker?.terminate();
      this.#worker = undefined;
      this.#end();
      running.resolve({ problems: [], results: running.results, cancelled: true });
    }, CANCEL_PATIENCE_MS);
  }

  #post(message: ToApplyWorker): void {
    this.#worker ??= this.#spawn();
    this.#worker.postMessage(message);
  }

  #spawn(): Worker {
    const worker = new Worker(new URL('./apply-worker.ts', import.meta.url), {
      type: 'module',
      name: 'kubarium-apply',
    });
    worker.addEventListener('message', (event: MessageEvent<FromApplyWorker>) => this.#receive(worker, event.data));
    worker.addEventListener('error', (event) => {
      this.#worker = undefined;
      worker.terminate();
      this.#end()?.reject(new Error(event.message || 'the part that reads YAML could not be loaded'));
    });
    return worker;
  }

  #receive(worker: Worker, message: FromApplyWorker): void {
    switch (message.t) {
      case 'request':
        void this.#relay(worker, message.id, message.request);
        return;
      case 'result':
        this.#running?.results.push(message.result);
        this.#running?.onResult(message.result, message.total);
        return;
      case 'report':
        this.#end()?.resolve(message.report);
        return;
      case 'failed':
        this.#end()?.reject(new Error(message.message));
        return;
      case 'checked':
        this.#checks.get(message.id)?.(message.problems);
        this.#checks.delete(message.id);
    }
  }

  async #relay(worker: Worker, id: number, request: ApiRequest): Promise<void> {
    let answer: ToApplyWorker;
    try {
      answer = { t: 'answer', id, response: await this.#send(request) };
    } catch (error) {
      answer = { t: 'no-answer', id, message: error instanceof Error ? error.message : String(error) };
    }
    worker.postMessage(answer);
  }

  #end(): Running | undefined {
    const running = this.#running;
    this.#running = undefined;
    return running;
  }
}
