import { describe, expect, test } from 'vitest';
import { categorizeEndpoints, type ProxyEndpoint } from './categorize-endpoints.ts';
import table from './testing/kube-proxy-categorize-endpoints.json' with { type: 'json' };

function endpointOf(given: (typeof table.cases)[number]['endpoints'][number]): ProxyEndpoint {
  const [ip = '', port = ''] = given.addr.split(':');
  const { ready, serving, terminating, local, zoneHints, nodeHints } = given;
  return { ip, port: Number(port), nodeName: '', podUid: '', ready, serving, terminating, local, zoneHints, nodeHints };
}

function texts(endpoints: readonly ProxyEndpoint[] | undefined): readonly string[] | null {
  return endpoints === undefined ? null : endpoints.map(({ ip, port }) => `${ip}:${port}`).sort();
}

/** Upstream does not tell a class without endpoints from one that a Service does not use. */
function loosely(
  wanted: readonly string[] | null,
  endpoints: readonly ProxyEndpoint[] | undefined,
): readonly string[] | null {
  return wanted === null && endpoints?.length === 0 ? [] : (wanted?.toSorted() ?? null);
}

// PreferSameNode cannot be switched off since 1.35.
const cases = table.cases.filter(({ name }) => !name.includes('when feature gate disabled'));

describe('endpoints that a node uses, against upstream tables', () => {
  test.each(cases)('$name', (given) => {
    const policy = {
      internalLocal: given.internalPolicyLocal,
      externalLocal: given.externalPolicyLocal,
      external: given.nodePort !== 0,
    };
    const place = { nodeName: given.node, zone: given.nodeZone ?? '' };
    const { cluster, local, all, hasAny } = categorizeEndpoints(given.endpoints.map(endpointOf), policy, place);
    expect({ cluster: texts(cluster), local: texts(local), all: new Set(texts(all)), hasAny }).toEqual({
      cluster: loosely(given.wantCluster, cluster),
      local: loosely(given.wantLocal, local),
      all: new Set(given.wantAll),
      hasAny: given.wantHasAny,
    });
  });
});
