import type { Evidence } from '../model/evidence.ts';
import type { At } from '../model/fact/module.ts';
import type { MeshPolicy, Throttle, Traffic } from '../model/traffic.ts';
import type { ServiceCode } from './code/service-code.ts';
import type { FactIndex, Units } from './types.ts';

const declaredAt = (file: string, at: At): Evidence => ({ file, line: at[0], column: at[1], basis: 'declared' });

/** Policies of a mesh for hosts; a pattern like `*.local` holds for all services. */
const policiesOf = (units: Units, index: FactIndex): readonly MeshPolicy[] =>
  index.ofKind('mesh').flatMap(({ file, fact }): readonly MeshPolicy[] => {
    if (fact.what !== 'policy') return [];
    const named = fact.host.startsWith('*') ? undefined : units.serviceAt(fact.host, undefined, '');
    const targets = fact.host.startsWith('*')
      ? units.services.map(({ name }) => name)
      : named === undefined
        ? []
        : [named];
    return targets.map((to) => ({
      to,
      breaker: fact.breaker === true,
      bulkhead: fact.bulkhead === true,
      ...(fact.timeoutMs === undefined ? {} : { timeoutMs: fact.timeoutMs }),
      ...(fact.attempts === undefined ? {} : { attempts: fact.attempts }),
      by: fact.by,
      evidence: declaredAt(file, fact.at),
    }));
  });

/** Limits in the configuration of gateways: theirs who have a route in the file, else the owner's of the file. */
const configured = (units: Units, index: FactIndex): readonly Throttle[] =>
  index.ofKind('throttle').flatMap(({ file, fact }): readonly Throttle[] => {
    const base = { by: fact.via, evidence: [declaredAt(file, fact.at)] } as const;
    const gateways = new Set(
      index
        .inFile(file, 'route')
        .flatMap((route) => units.routesOf(file, route).flatMap(({ gateway }) => gateway ?? [])),
    );
    const owner = units
      .ownersOf(file)
      .find((unit) => 'context' in unit && units.services.some(({ name }) => name === unit.name));
    if (gateways.size === 0 && fact.via !== 'ingress' && owner) gateways.add(owner.name);
    return gateways.size === 0 ? [base] : [...gateways].map((service) => ({ ...base, service }));
  });

/** What infrastructure around the services does with calls. */
export const trafficOf = (code: readonly ServiceCode[], units: Units, index: FactIndex): Traffic => ({
  policies: policiesOf(units, index),
  meshes: index
    .ofKind('mesh')
    .flatMap(({ file, fact }) => (fact.what === 'injected' ? [declaredAt(file, fact.at)] : [])),
  throttles: [
    ...code.flatMap(({ service, throttles }) =>
      throttles.map(({ by, at }): Throttle => ({ service, by, evidence: [at] })),
    ),
    ...configured(units, index),
  ],
});
