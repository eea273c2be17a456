import type { Service } from './service.ts';

/** Name and value of an environment variable. */
export type EnvVar = readonly [name: string, value: string];

/**
 * What a container is told of the Services that there are when it starts, in the form that Docker links once had.
 * Services without a cluster IP are left out. Source: pkg/kubelet/envvars FromServices.
 */
export function serviceEnv(services: Iterable<Service>): readonly EnvVar[] {
  const env: EnvVar[] = [];
  for (const service of services) {
    const { clusterIP = '', ports = [] } = service.spec;
    if (clusterIP === '' || clusterIP === 'None') continue;
    const head = variableName(service.metadata.name ?? '');
    env.push([`${head}_SERVICE_HOST`, clusterIP], [`${head}_SERVICE_PORT`, String(ports[0]?.port ?? '')]);
    for (const { name = '', port } of ports)
      if (name !== '') env.push([`${head}_SERVICE_PORT_${variableName(name)}`, String(port)]);
    ports.forEach(({ port, protocol = 'TCP' }, index) => {
      const scheme = protocol.toLowerCase();
      const url = `${scheme}://${clusterIP.includes(':') ? `[${clusterIP}]` : clusterIP}:${port}`;
      const own = `${head}_PORT_${port}_${protocol.toUpperCase()}`;
      if (index === 0) env.push([`${head}_PORT`, url]);
      env.push([own, url], [`${own}_PROTO`, scheme], [`${own}_PORT`, String(port)], [`${own}_ADDR`, clusterIP]);
    });
  }
  return env;
}

/**
 * Whose Services a container is told of: those of its namespace, unless it wants none, and always the API server's; one
 * of the same name in its own namespace stands before that. Source: pkg/kubelet/kubelet_pods.go getServiceEnvVarMap.
 */
export function linkedServices(
  own: Iterable<Service>,
  apiServer: Service | undefined,
  enableServiceLinks = true,
): readonly Service[] {
  const linked = new Map<string, Service>();
  if (apiServer !== undefined) linked.set(apiServer.metadata.name ?? '', apiServer);
  if (enableServiceLinks) for (const service of own) linked.set(service.metadata.name ?? '', service);
  return [...linked.values()];
}

function variableName(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
