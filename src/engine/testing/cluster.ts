import type { KubeObject } from '../../api/machinery/object.ts';
import type { Status } from '../../api/machinery/status.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';
import { Sim, type SimOptions } from '../sim.ts';
import { OPTIONS } from './session.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const JSON_TYPE = { 'content-type': 'application/json' };

/** A small cluster that a test speaks to as kubectl would. */
export class Cluster {
  readonly sim: Sim;

  constructor(options: Partial<SimOptions> = {}) {
    this.sim = new Sim({ ...OPTIONS, timing: 'instant', ...options });
  }

  ask(
    method: ApiRequest['method'],
    url: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = JSON_TYPE,
  ): ApiResponse {
    return this.sim.handle({ method, url, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }

  /** The object as kubectl prints it: without managedFields, which `ask` tells. */
  get(url: string): KubeObject {
    return printed(this.ask('GET', url).body as KubeObject);
  }

  items(url: string): KubeObject[] {
    return (this.ask('GET', url).body as { readonly items: KubeObject[] }).items.map(printed);
  }

  post(url: string, body: unknown): ApiResponse {
    return this.ask('POST', url, body);
  }

  patch(url: string, body: unknown, type = 'strategic-merge-patch'): ApiResponse {
    return this.ask('PATCH', url, body, { 'content-type': `application/${type}+json` });
  }

  /** `code: message` of a refusal, `code` of a success. */
  said({ status, body }: ApiResponse): string {
    const message = (body as Partial<Status> | null)?.message;
    return message === undefined ? String(status) : `${status}: ${message}`;
  }

  /** Rows of a printed table, a line each, without the columns that hold chance or time. */
  table(url: string, without: readonly string[] = ['Age']): string[] {
    const response = this.sim.handle({ method: 'GET', url, headers: { accept: TABLE } });
    const { columnDefinitions, rows } = response.body as {
      readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[];
      readonly rows: readonly { readonly cells: readonly unknown[] }[];
    };
    const shown = columnDefinitions.map(({ name, priority }) => priority === 0 && !without.includes(name));
    return rows.map(({ cells }) => cells.filter((_, i) => shown[i]).join(' '));
  }

  run(ms = 60_000): void {
    this.sim.runFor(ms);
  }
}

function printed(object: KubeObject): KubeObject {
  if (object.metadata.managedFields === undefined) return object;
  const { managedFields: _managed, ...metadata } = object.metadata;
  return { ...object, metadata };
}
