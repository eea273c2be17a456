import type { ParseOptions, DocumentOptions, SchemaOptions, ScalarTag } from 'yaml';

/**
 * YAML as kubectl reads it (sigs.k8s.io/yaml, a fork of go-yaml v2): the 1.2 core schema, with three habits of 1.1
 * that manifests rely on or trip over: `yes`, `no`, `on`, `off` are booleans, `0644` is octal, and `<<` merges.
 * Timestamps stay text. Equal keys are looked for by the caller, in linear time.
 */
export const YAML_DIALECT: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.2',
  schema: 'core',
  merge: true,
  resolveKnownTags: false,
  prettyErrors: false,
  uniqueKeys: false,
  logLevel: 'silent',
  customTags: (tags) => [yes, no, octal, ...tags],
};

const yes: ScalarTag = {
  identify: () => false,
  default: true,
  tag: 'tag:yaml.org,2002:bool',
  test: /^(?:y|Y|yes|Yes|YES|on|On|ON)$/,
  resolve: () => true,
};

const no: ScalarTag = {
  identify: () => false,
  default: true,
  tag: 'tag:yaml.org,2002:bool',
  test: /^(?:n|N|no|No|NO|off|Off|OFF)$/,
  resolve: () => false,
};

const octal: ScalarTag = {
  identify: () => false,
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^[-+]?0[0-7]+$/,
  resolve: (text) => Number.parseInt(text, 8),
};
