import { badRequest, type Status } from '../../api/machinery/status.ts';
import type { DnsAnswer, DnsType } from '../../protocol/dns.ts';
import type { World } from '../world.ts';
import { resolve } from './dns.ts';

/** Path of the read, without the slash in front. */
export const DNS_PATH = 'apis/sim.kubarium.dev/v1/dns';
const TYPES: readonly DnsType[] = ['A', 'AAAA', 'SRV', 'CNAME', 'PTR'];
/** RFC 1035. */
const NAME_MAX = 255;

/** Answers `?name=web&type=A&namespace=default&pod=client`; 400 for a question that cannot be asked. */
export function readDns(world: World, query: ReadonlyMap<string, string>): DnsAnswer | Status {
  const name = query.get('name') ?? '';
  const type = TYPES.find((each) => each === (query.get('type') ?? 'A'));
  if (name === '' || name.length > NAME_MAX) return badRequest('name: a DNS name of up to 255 characters is needed');
  if (type === undefined) return badRequest(`type: must be one of ${TYPES.join(', ')}`);
  const pod = query.get('pod');
  const namespace = query.get('namespace') ?? 'default';
  return resolve(world, { name, type, namespace, ...(pod === undefined || pod === '' ? {} : { pod }) });
}
