import type { Endpoint } from '../model/endpoints.ts';
import type { Evidence } from '../model/evidence.ts';
import type { ServiceName } from '../model/model.ts';
import { addressOf } from './code/join/address.ts';
import { deedsOfService, type ServiceCode } from './code/service-code.ts';
import type { Deed } from './code/types.ts';
import type { Units } from './types.ts';

type Sighting = {
  readonly text: string;
  readonly isDefault: boolean;
  readonly evidence: Evidence;
};

/** Literals that code holds, as they are written. */
const written = ({ endpoints }: ServiceCode): readonly Sighting[] =>
  endpoints.map(({ text, role, evidence }) => ({ text, isDefault: role === 'default', evidence }));

/** Addresses that calls go to, put together of literals alone: `{ host: 'orders', port: 3001 }`. */
const called = ({ what, trail }: Deed): readonly Sighting[] =>
  what.kind !== 'call'
    ? []
    : what.urls.flatMap(({ text, env, unset, deployment, holes }) => {
        const isLiteral = env.length === 0 && deployment === undefined && !(holes && /^(?:\w+:\/\/)?\{/.test(text));
        const evidence = what.waiting?.client ?? trail.at(-1) ?? trail[0];
        return isLiteral ? [{ text, isDefault: (unset?.length ?? 0) > 0, evidence }] : [];
      });

const originOf = (text: string): string => (/^(?:\w+:\/\/)?[^/?#]+/.exec(text) ?? [text])[0];
/** What of an origin decides who answers: `orders:3000`. */
const hostOf = (text: string): string => originOf(text).replace(/^\w+:\/\//, '');

const endpointsIn = (code: ServiceCode, units: Units): readonly Endpoint[] => {
  const reached = ({ text }: Sighting): ServiceName | undefined => {
    const { host, port } = addressOf(text);
    return host === undefined ? undefined : units.serviceAt(host, port, code.service);
  };
  const found = new Map<string, Endpoint>();
  const hosts = new Set<string>();
  const note = (sighting: Sighting, key: string): void => {
    const to = reached(sighting);
    if (to === undefined || to === code.service || found.has(key)) return;
    const { isDefault, evidence } = sighting;
    hosts.add(hostOf(sighting.text));
    found.set(key, { service: code.service, to, address: originOf(sighting.text), isDefault, evidence });
  };
  for (const one of written(code)) note(one, `${one.evidence.file}:${one.evidence.line}:${one.evidence.column}`);
  // A literal that was seen where it stands says all that the calls say which use it.
  const known = new Set(hosts);
  for (const one of deedsOfService(code).flatMap(called)) {
    if (known.has(hostOf(one.text))) continue;
    note(one, `${one.evidence.file}:${one.evidence.line} ${hostOf(one.text)}`);
  }
  return [...found.values()];
};

/** Addresses of other services that stand in the code of each. */
export const endpointsOf = (code: readonly ServiceCode[], units: Units): readonly Endpoint[] =>
  code.flatMap((one) => endpointsIn(one, units));
