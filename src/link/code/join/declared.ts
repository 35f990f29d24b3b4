import { mask } from '../../../model/mask.ts';
import type { Service } from '../../../model/model.ts';
import { addressOf, isPublicHost } from './address.ts';
import type { Board } from './board.ts';
import type { Sketch } from './edges.ts';

/** Variables whose address is nobody's to call: where traces and logs go, what a service calls itself. */
const ASIDE = new Set(
  'otel otlp trace traces tracing metric metrics log logs logging jaeger zipkin eureka collector allowed cors origin origins callback redirect webhook issuer self public'.split(
    ' ',
  ),
);

const isAside = (name: string): boolean =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .some((word) => ASIDE.has(word));

const isAddress = (value: string): boolean => {
  const address = addressOf(value);
  if (address.host === undefined || isPublicHost(address.host)) return false;
  return address.port !== undefined || /^https?$|^grpc$/.test(address.scheme);
};

const addressesIn = (value: string): readonly string[] =>
  value.split(/[,;\s]+/).filter((part) => part !== '' && isAddress(part));

const isReadable = (board: Board, service: Service): boolean =>
  board.code.some((one) => one.service === service.name && one.isReadable);

/** Addresses that manifests hand to a service whose code is in a language that is not read. */
const ofService = (board: Board, service: Service): readonly Sketch[] => {
  const environment = board.units.environmentOf(service.name);
  return environment.names().flatMap((name) =>
    isAside(name)
      ? []
      : environment.valuesOf(name).flatMap((given) =>
          addressesIn(given.value ?? '').flatMap((value): readonly Sketch[] => {
            const { host, port, scheme } = addressOf(value);
            const to = host === undefined ? undefined : board.units.serviceAt(host, port, service.name);
            if (to === undefined || to === service.name) return [];
            const protocol = scheme === 'http' || scheme === 'https' ? 'http' : 'tcp';
            return [
              {
                from: service.name,
                to,
                kind: 'sync',
                protocol,
                operation: name,
                basis: 'declared',
                evidence: [{ ...given.evidence, note: `${name}=${mask(value)}` }],
              },
            ];
          }),
        ),
  );
};

/** Edges of services that nobody can read here, from what their manifests declare. */
export const declaredEdges = (board: Board): readonly Sketch[] =>
  board.services.flatMap((service) => (isReadable(board, service) ? [] : ofService(board, service)));
