import { checkDns1123Label } from '../../machinery/names.ts';
import type { PodSpec } from '../pod/pod-spec.ts';
import { podSpecWarnings } from '../pod/warnings.ts';

/** Warnings for a new Job or CronJob, whose name becomes part of its Pods'. Source: pkg/registry/batch/job/strategy.go WarningsOnCreate. */
export function jobWarnings(name: string, spec: PodSpec, field: string): readonly string[] {
  const wrong = checkDns1123Label(name);
  const warnings = podSpecWarnings(spec, field);
  if (wrong.length === 0) return warnings;
  const text =
    'this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended';
  return [`metadata.name: ${text}: [${wrong.join(' ')}]`, ...warnings];
}
