import { configMaps } from '../../../api/kinds/config-map/config-map.ts';
import { secrets } from '../../../api/kinds/secret/secret.ts';
import type { KeyToPath, Volume, VolumeProjection } from '../../../api/kinds/pod/volume.ts';
import type { World } from '../../world.ts';

/** A volume of files from the API, be it of its own or a part of a projected one. */
interface Source {
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
}

/**
 * Why the files of a configMap, secret or projected volume cannot be written; undefined when they can, or when the
 * volume has none. Sources: pkg/volume/{configmap,secret,projected}.
 */
export function whyNoFiles(
  world: World,
  namespace: string,
  { configMap, secret, projected }: Volume,
): string | undefined {
  if (configMap !== undefined) return configMapProblem(world, namespace, configMap.name ?? '', configMap);
  if (secret !== undefined) return secretProblem(world, namespace, secret.secretName ?? '', secret);
  const problems = (projected?.sources ?? []).flatMap((source) => projectedProblem(world, namespace, source) ?? []);
  return problems.length > 1 ? `[${problems.join(', ')}]` : problems[0];
}

function projectedProblem(
  world: World,
  namespace: string,
  { configMap, secret }: VolumeProjection,
): string | undefined {
  if (configMap !== undefined) return configMapProblem(world, namespace, configMap.name ?? '', configMap);
  return secret === undefined ? undefined : secretProblem(world, namespace, secret.name ?? '', secret);
}

function configMapProblem(world: World, namespace: string, name: string, source: Source): string | undefined {
  const object = world.get(configMaps, namespace, name);
  if (object === undefined) return source.optional === true ? undefined : `configmap "${name}" not found`;
  const key = missingKey({ ...object.data, ...object.binaryData }, source);
  return key === undefined ? undefined : `configmap references non-existent config key: ${key}`;
}

function secretProblem(world: World, namespace: string, name: string, source: Source): string | undefined {
  const object = world.get(secrets, namespace, name);
  if (object === undefined) return source.optional === true ? undefined : `secret "${name}" not found`;
  const key = missingKey(object.data ?? {}, source);
  return key === undefined ? undefined : `references non-existent secret key: ${key}`;
}

function missingKey(data: Readonly<Record<string, string>>, { items = [], optional }: Source): string | undefined {
  return optional === true ? undefined : items.find(({ key }) => !Object.hasOwn(data, key))?.key;
}
