import type { EndpointAddress, Endpoints } from '../../../api/kinds/endpoints/endpoints.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { isIpv4, isIpv6 } from '../../../api/kinds/shared/ip.ts';

/** Most addresses of one subset that are mirrored. Source: endpointslicemirroring/config/v1alpha1/defaults.go. */
export const ADDRESSES_MAX = 1000;

/** What one mirrored slice should hold. */
export interface Mirror {
  readonly key: string;
  readonly addressType: string;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: Endpoint[];
}

/** The slices that Endpoints ask for, and how many of their addresses have no place in them. Source: reconciler.go reconcile. */
export function mirrorOf({ subsets = [] }: Endpoints): {
  readonly slices: readonly Mirror[];
  readonly invalid: number;
  readonly skipped: number;
} {
  const slices = new Map<string, Mirror>();
  let invalid = 0;
  let skipped = 0;
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of subsets) {
    const mirrored = ports.map(({ name = '', port, protocol = 'TCP', appProtocol }): EndpointPort => ({
      name,
      port,
      protocol,
      ...(appProtocol === undefined ? {} : { appProtocol }),
    }));
    let count = 0;
    const add = (address: EndpointAddress, ready: boolean): void => {
      if (!isIpv4(address.ip) && !isIpv6(address.ip)) {
        invalid++;
        return;
      }
      if (count >= ADDRESSES_MAX) {
        skipped++;
        return;
      }
      count++;
      const addressType = isIpv6(address.ip) ? 'IPv6' : 'IPv4';
      const key = mirrorKey(addressType, mirrored);
      const slice = slices.get(key) ?? { key, addressType, ports: mirrored, endpoints: [] };
      slices.set(key, slice);
      slice.endpoints.push(endpointOf(address, ready));
    };
    for (const address of addresses) add(address, true);
    for (const address of notReadyAddresses) add(address, false);
  }
  return { slices: [...slices.values()], invalid, skipped };
}

/** The same for slices of one address type and the same ports. */
export function mirrorKey(addressType: string, ports: EndpointSlice['ports']): string {
  const texts = (ports ?? []).map(
    ({ name = '', port = 0, protocol = '', appProtocol = '' }) => `${name}|${protocol}|${port}|${appProtocol}`,
  );
  return `${addressType}/${texts.sort().join(',')}`;
}

/** Source: utils.go addressToEndpoint. Only `ready` is known of what somebody wrote by hand. */
function endpointOf({ ip, hostname = '', nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname === '' ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(targetRef === undefined ? {} : { targetRef }),
  };
}
