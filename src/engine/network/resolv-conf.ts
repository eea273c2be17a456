import type { PodSpec } from '../../api/kinds/pod/pod-spec.ts';
import type { ResolvConf } from '../../protocol/dns.ts';

export const CLUSTER_DOMAIN = 'cluster.local';
/** kubeadm's convention: the tenth address of the Service range. */
const CLUSTER_DNS = '10.96.0.10';
/** What the machines themselves ask. */
const NODE_DNS = '192.168.0.1';
/** Source: pkg/apis/core/validation MaxDNSNameservers, MaxDNSSearchPaths. */
const NAMESERVERS_MAX = 3;
const SEARCHES_MAX = 32;

/** The file that a kubelet writes for a Pod; without a spec for one that says nothing about DNS. Source: pkg/kubelet/network/dns/dns.go. */
export function resolvConfOf(namespace: string, spec: PodSpec | undefined): ResolvConf {
  const { dnsPolicy = 'ClusterFirst', hostNetwork = false, dnsConfig } = spec ?? {};
  const isCluster = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);
  const base: ResolvConf = isCluster
    ? {
        nameservers: [CLUSTER_DNS],
        searches: [`${namespace}.svc.${CLUSTER_DOMAIN}`, `svc.${CLUSTER_DOMAIN}`, CLUSTER_DOMAIN],
        options: ['ndots:5'],
      }
    : { nameservers: dnsPolicy === 'None' ? [] : [NODE_DNS], searches: [], options: [] };
  const own = (dnsConfig?.options ?? []).map(({ name = '', value }) =>
    value === undefined ? name : `${name}:${value}`,
  );
  const isOwn = (option: string): boolean => own.some((each) => nameOf(each) === nameOf(option));
  return {
    nameservers: unique([...base.nameservers, ...(dnsConfig?.nameservers ?? [])]).slice(0, NAMESERVERS_MAX),
    searches: unique([...base.searches, ...(dnsConfig?.searches ?? [])]).slice(0, SEARCHES_MAX),
    options: [...base.options.filter((option) => !isOwn(option)), ...own],
  };
}

/** Dots that a name must have to be tried as it is first; a resolver's own default is 1. */
export function ndotsOf({ options }: ResolvConf): number {
  const option = options.find((each) => nameOf(each) === 'ndots');
  return option === undefined ? 1 : Number(option.slice(option.indexOf(':') + 1));
}

/** Does the Pod ask the cluster's DNS at all? */
export function asksCluster({ nameservers }: ResolvConf): boolean {
  return nameservers.includes(CLUSTER_DNS);
}

function nameOf(option: string): string {
  return option.split(':')[0] ?? '';
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
