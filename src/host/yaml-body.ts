import { parse, type ScalarTag } from 'yaml';
import type { ApiRequest } from '../protocol/wire.ts';

const YAML_TYPES: ReadonlySet<string> = new Set(['application/yaml', 'application/apply-patch+yaml']);

/**
 * The request with a YAML body turned into JSON, as the engine wants it: it has no parser, so that the worker stays small, and a journal
 * that holds JSON replays the same everywhere. A body that is JSON already, or no YAML at all, is left for the engine to judge.
 * The dialect is that of sigs.k8s.io/yaml: `yes`, `no`, `on`, `off` are booleans and `0644` is octal.
 */
export function withJsonBody(request: ApiRequest): ApiRequest {
  const type = request.headers?.['content-type']?.split(';')[0]?.trim() ?? '';
  const { body } = request;
  if (body === undefined || !YAML_TYPES.has(type) || body.trimStart().startsWith('{')) return request;
  try {
    const value: unknown = parse(body, {
      version: '1.2',
      schema: 'core',
      merge: true,
      resolveKnownTags: false,
      uniqueKeys: false,
      logLevel: 'error',
      customTags: (tags) => [
        bool(/^(?:y|Y|yes|Yes|YES|on|On|ON)$/, true),
        bool(/^(?:n|N|no|No|NO|off|Off|OFF)$/, false),
        OCTAL,
        ...tags,
      ],
    });
    return { ...request, body: JSON.stringify(value ?? null) };
  } catch {
    return request;
  }
}

const OCTAL: ScalarTag = {
  identify: () => false,
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^[-+]?0[0-7]+$/,
  resolve: (text) => Number.parseInt(text, 8),
};

function bool(test: RegExp, value: boolean): ScalarTag {
  return { identify: () => false, default: true, tag: 'tag:yaml.org,2002:bool', test, resolve: () => value };
}
