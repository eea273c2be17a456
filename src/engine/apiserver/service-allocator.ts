import type { KindDef } from '../../api/kind-def.ts';
import { resourceOf } from '../../api/kind-def.ts';
import { services, type Service, type ServicePort } from '../../api/kinds/service/service.ts';
import { needsHealthCheckPort } from '../../api/kinds/service/service-types.ts';
import { invalid, type FieldError } from '../../api/machinery/field-error.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { internalError, invalidObject } from '../../api/machinery/status.ts';
import { hashUnit } from '../../lib/hash.ts';
import type { Store } from '../store/store.ts';
import type { Allocators } from './allocators.ts';
import type { Refusal } from './core.ts';
import { addressBand, portBand, takeFrom } from './number-pool.ts';
import { ServiceUse } from './service-use.ts';

/** kubeadm's usual Service range. */
export const SERVICE_CIDR = { base: 0x0a600000, size: 1 << 20, text: '10.96.0.0/12' } as const;
/** pkg/kubeapiserver/options: 30000-32767. */
const NODE_PORTS = { first: 30_000, size: 2_768, text: '30000-32767' } as const;

/**
 * Cluster IPs and node ports as pkg/registry/core/service/storage/alloc.go gives them: explicit ones are checked,
 * missing ones are taken from the dynamic band. Nothing is stored for it: use is read from the Services themselves.
 */
export class ServiceAllocator implements Allocators {
  readonly #use: ServiceUse;
  readonly #seed: number;
  readonly #store: Store;

  constructor(store: Store, seed: number) {
    this.#use = store.derive(new ServiceUse());
    this.#seed = seed;
    this.#store = store;
  }

  create(def: KindDef, object: KubeObject, dryRun: boolean): KubeObject | Refusal {
    return resourceOf(def) === services.resource ? this.#allocate(object as Service, undefined, dryRun) : object;
  }

  update(def: KindDef, next: KubeObject, previous: KubeObject, dryRun: boolean): KubeObject | Refusal {
    return resourceOf(def) === services.resource ? this.#allocate(next as Service, previous as Service, dryRun) : next;
  }

  #allocate(service: Service, previous: Service | undefined, dryRun: boolean): Service | Refusal {
    const withIp = this.#clusterIp(service, previous, dryRun);
    if ('refused' in withIp) return withIp;
    const withPorts = this.#nodePorts(withIp, previous);
    return 'refused' in withPorts ? withPorts : this.#withHealthPort(withPorts, previous);
  }

  #clusterIp(service: Service, previous: Service | undefined, dryRun: boolean): Service | Refusal {
    const { spec } = service;
    if (spec.type === 'ExternalName' || spec.clusterIP === 'None') return service;
    const wanted = spec.clusterIP ?? '';
    if (wanted !== '' && wanted === previous?.spec.clusterIP) return service;
    if (wanted !== '') {
      const problem = this.#addressProblem(wanted);
      if (problem === undefined) return withAddress(service, wanted);
      return refuseInvalid(
        service,
        invalid('spec.clusterIPs', [wanted], `failed to allocate IP ${wanted}: ${problem}`),
      );
    }
    // A dry run takes nothing, so it cannot know the address: upstream shows the range's base.
    if (dryRun) return withAddress(service, formatAddress(SERVICE_CIDR.base));
    const usable = SERVICE_CIDR.size - 2;
    const isTaken = (offset: number): boolean => this.#use.hasAddress(formatAddress(SERVICE_CIDR.base + 1 + offset));
    const offset = takeFrom(
      { size: usable, band: addressBand(SERVICE_CIDR.size), isTaken },
      this.#fraction('clusterIP', service),
    );
    if (offset === undefined)
      return {
        refused: internalError(
          `failed to allocate a serviceIP for Service "${service.metadata.name ?? ''}": range is full`,
        ),
      };
    return withAddress(service, formatAddress(SERVICE_CIDR.base + 1 + offset));
  }

  #addressProblem(text: string): string | undefined {
    const offset = (parseAddress(text) ?? -1) - SERVICE_CIDR.base;
    if (offset < 0 || offset >= SERVICE_CIDR.size) return 'the provided network does not match the current range';
    if (offset === 0 || offset === SERVICE_CIDR.size - 1)
      return `the provided IP (${text}) is not in the valid range. The range of valid IPs is ${SERVICE_CIDR.text}`;
    return this.#use.hasAddress(text) ? 'provided IP is already allocated' : undefined;
  }

  #nodePorts(service: Service, previous: Service | undefined): Service | Refusal {
    const { spec } = service;
    const needs =
      spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
    if (!needs && !(spec.ports ?? []).some((port) => (port.nodePort ?? 0) > 0)) return service;
    const own = new Set((previous?.spec.ports ?? []).map((port) => port.nodePort ?? 0));
    const taken = new Set<number>();
    const ports: ServicePort[] = [];
    // A new Service gets one node port for one number, whatever the protocols; an update does not look for it.
    const shared = new Map<number, number>();
    if (previous === undefined)
      for (const { port, nodePort = 0 } of spec.ports ?? [])
        if (nodePort > 0 && !shared.has(port)) shared.set(port, nodePort);
    for (const [index, port] of (spec.ports ?? []).entries()) {
      const same = (port.nodePort ?? 0) === 0 && needs ? shared.get(port.port) : undefined;
      const given = this.#nodePort(service, same === undefined ? port : { ...port, nodePort: same }, index, {
        own,
        taken,
        needs,
      });
      if (typeof given === 'object') return given;
      if (given > 0) taken.add(given);
      if (given > 0 && previous === undefined && !shared.has(port.port)) shared.set(port.port, given);
      ports.push(given === (port.nodePort ?? 0) ? port : { ...port, nodePort: given });
    }
    return { ...service, spec: { ...spec, ports } };
  }

  #nodePort(
    service: Service,
    port: ServicePort,
    index: number,
    so: { readonly own: ReadonlySet<number>; readonly taken: ReadonlySet<number>; readonly needs: boolean },
  ): number | Refusal {
    const wanted = port.nodePort ?? 0;
    if (wanted > 0) {
      if (so.own.has(wanted) || so.taken.has(wanted)) return wanted;
      const problem = this.#portProblem(wanted);
      return problem === undefined
        ? wanted
        : refuseInvalid(service, invalid(`spec.ports[${index}].nodePort`, wanted, problem));
    }
    if (!so.needs) return 0;
    return (
      this.#takePort(service, `port/${index}`, so.taken) ?? {
        refused: internalError('failed to allocate a nodePort: range is full'),
      }
    );
  }

  #takePort(service: Service, purpose: string, taken: ReadonlySet<number>): number | undefined {
    const isTaken = (offset: number): boolean =>
      this.#use.hasPort(NODE_PORTS.first + offset) || taken.has(NODE_PORTS.first + offset);
    const offset = takeFrom(
      { size: NODE_PORTS.size, band: portBand(NODE_PORTS.size), isTaken },
      this.#fraction(purpose, service),
    );
    return offset === undefined ? undefined : NODE_PORTS.first + offset;
  }

  #portProblem(port: number): string | undefined {
    if (port < NODE_PORTS.first || port >= NODE_PORTS.first + NODE_PORTS.size) {
      return `provided port is not in the valid range. The range of valid ports is ${NODE_PORTS.text}`;
    }
    return this.#use.hasPort(port) ? 'provided port is already allocated' : undefined;
  }

  /** Source: alloc.go allocHealthCheckNodePort: from the same pool as the node ports. */
  #withHealthPort(service: Service, previous: Service | undefined): Service | Refusal {
    const { spec } = service;
    if (!needsHealthCheckPort(spec)) return service;
    const wanted = spec.healthCheckNodePort ?? 0;
    if (wanted > 0) {
      const problem = wanted === previous?.spec.healthCheckNodePort ? undefined : this.#portProblem(wanted);
      if (problem === undefined) return service;
      return { refused: internalError(`failed to allocate requested HealthCheck NodePort ${wanted}: ${problem}`) };
    }
    const taken = new Set((spec.ports ?? []).map(({ nodePort = 0 }) => nodePort));
    const port = this.#takePort(service, 'health', taken);
    if (port === undefined)
      return { refused: internalError('failed to allocate a HealthCheck NodePort 0: range is full') };
    return { ...service, spec: { ...spec, healthCheckNodePort: port } };
  }

  #fraction(purpose: string, service: Service): number {
    return hashUnit(
      this.#seed,
      purpose,
      `${service.metadata.namespace ?? ''}/${service.metadata.name ?? ''}`,
      this.#store.rv,
    );
  }
}

function withAddress(service: Service, address: string): Service {
  return { ...service, spec: { ...service.spec, clusterIP: address, clusterIPs: [address] } };
}

function refuseInvalid(service: Service, error: FieldError): Refusal {
  return { refused: invalidObject({ group: '', kind: 'Service' }, service.metadata.name ?? '', [error]) };
}

/** IPv4 text of a number; the range above is IPv4 only, as a single-stack cluster's. */
function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

function parseAddress(text: string): number | undefined {
  const parts = text.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
