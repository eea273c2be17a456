/** What a Pod asks the cluster's DNS, and what it is told: the body of `GET /apis/sim.kubarium.dev/v1/dns`. */

export type DnsType = 'A' | 'AAAA' | 'SRV' | 'CNAME' | 'PTR';

/** Query of the read. Without a Pod the question comes from a Pod with the usual dnsPolicy. */
export interface DnsQuestion {
  readonly name: string;
  readonly type: DnsType;
  readonly namespace: string;
  readonly pod?: string;
}

export interface DnsRecord {
  /** Fully qualified, without the dot at the end. */
  readonly name: string;
  readonly type: DnsType;
  readonly ttl: number;
  /** An address, a name, or for SRV `<priority> <weight> <port> <name>`. */
  readonly data: string;
}

/**
 * NOERROR without records: the name exists, but not with this type. FORWARDED: the name is not the cluster's, so its DNS
 * would ask a server outside, which is not simulated.
 */
export type DnsCode = 'NOERROR' | 'NXDOMAIN' | 'FORWARDED';

/** One query for one full name. */
export interface DnsQuery {
  readonly name: string;
  readonly code: DnsCode;
  readonly records: readonly DnsRecord[];
}

/** A Pod's /etc/resolv.conf. */
export interface ResolvConf {
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

export interface DnsAnswer {
  readonly question: DnsQuestion;
  readonly resolvConf: ResolvConf;
  /** Every query that was sent, in order: the search path goes first for names with few dots. The last one counts. */
  readonly queries: readonly DnsQuery[];
  readonly code: DnsCode;
  readonly records: readonly DnsRecord[];
}
