import { isFailure } from '../../machinery/failure.ts';
import { childPath, indexPath, keyPath } from '../../machinery/field-error.ts';
import { goQuote } from '../../machinery/go-format.ts';
import { parseQuantity } from '../../machinery/quantity.ts';
import { checkDns1123Label } from '../../machinery/names.ts';
import type { Container } from './container.ts';
import type { PodSpec } from './pod-spec.ts';
import type { Pod } from './pod.ts';

const NANOS_PER_UNIT = 1_000_000_000n;

/** Warnings for a Pod that is created. Source: pkg/api/pod/warnings.go. */
export function podWarnings(pod: Pod, previous: Pod | undefined): readonly string[] {
  if (previous !== undefined) return [];
  const warnings = [...podSpecWarnings(pod.spec, 'spec')];
  const wrong = checkDns1123Label(pod.metadata.name ?? '');
  if (wrong.length > 0) {
    warnings.push(
      `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${wrong.join(' ')}]`,
    );
  }
  return warnings;
}

/** Warnings for a pod spec, of a Pod or in a template. */
export function podSpecWarnings(spec: PodSpec, field: string): readonly string[] {
  const warnings: string[] = [];
  for (const name of ['initContainers', 'containers'] as const) {
    (spec[name] ?? []).forEach((container, i) =>
      warnings.push(...containerWarnings(container, indexPath(childPath(field, name), i))),
    );
  }
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    warnings.push(
      `${childPath(field, 'terminationGracePeriodSeconds')}: must be >= 0; negative values are invalid and will be treated as 1`,
    );
  }
  return warnings;
}

function containerWarnings(container: Container, field: string): string[] {
  return [...fractionalBytes(container, field), ...hiddenEnv(container, field), ...samePorts(container, field)];
}

function fractionalBytes({ resources }: Container, field: string): string[] {
  return (['requests', 'limits'] as const).flatMap((list) =>
    (['memory', 'ephemeral-storage'] as const).flatMap((name) => {
      const text = resources?.[list]?.[name];
      const quantity = text === undefined ? undefined : parseQuantity(text);
      if (text === undefined || quantity === undefined || isFailure(quantity) || quantity.nanos % NANOS_PER_UNIT === 0n)
        return [];
      return [
        `${keyPath(childPath(field, `resources.${list}`), name)}: fractional byte value ${goQuote(text)} is invalid, must be an integer`,
      ];
    }),
  );
}

function hiddenEnv({ env = [] }: Container, field: string): string[] {
  const seen = new Set<string>();
  return env.flatMap(({ name }, i) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      `${indexPath(childPath(field, 'env'), i)}: hides previous definition of ${goQuote(name)}, which may be dropped when using apply`,
    ];
  });
}

function samePorts({ ports = [] }: Container, field: string): string[] {
  const first = new Map<string, number>();
  const path = childPath(field, 'ports');
  return ports.flatMap(({ containerPort, protocol = '', hostPort = 0, hostIP = '' }, i) => {
    const place = `${hostIP}/${hostPort}/${containerPort}/${protocol}`;
    const before = first.get(place);
    if (before !== undefined)
      return [`${indexPath(path, i)}: duplicate port definition with ${indexPath(path, before)}`];
    first.set(place, i);
    return [];
  });
}
