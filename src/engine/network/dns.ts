/**
 * The cluster's DNS as data: what CoreDNS would answer at this moment, read from Services and EndpointSlices.
 *
 * Promises: names of Services, of their endpoints and ports, of Pods by address, and addresses backwards; relative names
 * go through the asking Pod's search path as its resolver would send them. Names outside the cluster are not known here.
 * It keeps nothing: changes are seen at once, without the seconds that a resolver's cache may add.
 * Source: the Kubernetes DNS specification 1.1, CoreDNS plugin/kubernetes.
 */
import { pods } from '../../api/kinds/pod/pod.ts';
import type { DnsAnswer, DnsQuery, DnsQuestion } from '../../protocol/dns.ts';
import type { World } from '../world.ts';
import { queryName } from './dns-records.ts';
import { asksCluster, ndotsOf, resolvConfOf } from './resolv-conf.ts';

/** Longest chain of aliases that is followed. */
const ALIASES_MAX = 8;

/** Asks as the Pod's resolver does: the search path first for a name with fewer dots than `ndots`. Source: resolv.conf(5). */
export function resolve(world: World, question: DnsQuestion): DnsAnswer {
  const { namespace, pod, type } = question;
  const asking = pod === undefined ? undefined : world.get(pods, namespace, pod);
  const resolvConf = resolvConfOf(namespace, asking?.spec);
  const knowsCluster = asksCluster(resolvConf);
  const queries: DnsQuery[] = [];
  for (const name of candidates(question.name, resolvConf.searches, ndotsOf(resolvConf))) {
    const query: DnsQuery = knowsCluster
      ? followed(world, queryName(world, name, type), type)
      : { name, code: 'FORWARDED', records: [] };
    queries.push(query);
    if (query.records.length > 0 || query.code === 'FORWARDED') break;
  }
  const last = queries.findLast(({ code }) => code !== 'NXDOMAIN') ?? queries.at(-1);
  return { question, resolvConf, queries, code: last?.code ?? 'NXDOMAIN', records: last?.records ?? [] };
}

/** Full names in the order in which they are asked for. A dot at the end says that the name is full. */
function candidates(given: string, searches: readonly string[], ndots: number): readonly string[] {
  const name = given.toLowerCase();
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = searches.map((search) => `${name}.${search}`);
  return name.split('.').length - 1 >= ndots ? [name, ...searched] : [...searched, name];
}

/** The query with what its alias stands for, as far as the cluster knows. */
function followed(world: World, query: DnsQuery, type: DnsQuestion['type']): DnsQuery {
  if (type === 'CNAME') return query;
  const records = [...query.records];
  for (let hops = 0; hops < ALIASES_MAX; hops++) {
    const last = records.at(-1);
    if (last?.type !== 'CNAME') break;
    records.push(...queryName(world, last.data, type).records);
    if (records.at(-1) === last) break;
  }
  return { ...query, records };
}
