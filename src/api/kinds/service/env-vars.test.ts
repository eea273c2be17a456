import { expect, test } from 'vitest';
import { linkedServices, serviceEnv } from './env-vars.ts';
import type { Service } from './service.ts';
import table from './testing/service-helpers.json' with { type: 'json' };

const named = ({ name, ...spec }: { readonly name: string } & Service['spec'], namespace = 'default'): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec,
});

test('containers are told of Services in the variables that upstream makes', () => {
  const all = table.serviceEnvVars.services.map((each) => named(each));
  expect(serviceEnv(all)).toEqual(table.serviceEnvVars.want);
});

test('a container that wants no links still knows the API server', () => {
  const kubernetes = named({ name: 'kubernetes', clusterIP: '10.96.0.1' });
  const web = named({ name: 'web', clusterIP: '10.96.0.2' }, 'team');
  const names = (links: boolean): string[] =>
    linkedServices([web], kubernetes, links).map(({ metadata }) => metadata.name ?? '');
  expect([names(true), names(false)]).toEqual([['kubernetes', 'web'], ['kubernetes']]);
});
