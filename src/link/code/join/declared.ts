import { mask } from '../../../model/mask.ts';
import type { Evidence } from '../../../model/evidence.ts';
import type { Service, ServiceName } from '../../../model/model.ts';
import type { EnvValue } from '../../types.ts';
import { isSample } from '../../units/settings.ts';
import { addressOf, isLocalHost } from './address.ts';
import type { Board } from './board.ts';
import type { Sketch } from './edges.ts';
import { relayedEdges } from './relays.ts';
import type { SaidBy } from './said.ts';

/** Names whose address is nobody's to call: where traces and logs go, what a service calls itself, who may call it. */
const ASIDE = new Set(
  'otel otlp trace traces tracing metric metrics log logs logging jaeger zipkin eureka collector allowed cors origin origins callback redirect webhook issuer self public'.split(
    ' ',
  ),
);

const isAside = (name: string): boolean =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .some((word) => ASIDE.has(word));

const isAddress = (value: string): boolean => {
  const address = addressOf(value);
  if (address.host === undefined) return false;
  return address.port !== undefined || /^https?$|^grpc$/.test(address.scheme);
};

const addressesIn = (value: string): readonly string[] =>
  value.split(/[,;\s]+/).filter((part) => part !== '' && isAddress(part));

const isReadable = (board: Board, service: Service): boolean =>
  board.code.some((one) => one.service === service.name && one.isReadable);

/** Who answers at an address, other than the one who names it. */
const reachedBy = (
  board: Board,
  from: ServiceName,
  value: string,
): { to: ServiceName; protocol: string } | undefined => {
  const { host, port, scheme } = addressOf(value);
  const to = host === undefined ? undefined : board.units.serviceAt(host, port, from);
  if (to === undefined || to === from) return undefined;
  return { to, protocol: /^https?$/.test(scheme) || value.startsWith('lb:') ? 'http' : 'tcp' };
};

/** Addresses that manifests hand to a service whose code is in a language that is not read. */
const ofService = (board: Board, service: Service): readonly Sketch[] => {
  const environment = board.units.environmentOf(service.name);
  return environment.names().flatMap((name) =>
    isAside(name)
      ? []
      : environment.valuesOf(name).flatMap((given) =>
          addressesIn(isHanded(board, service, name, given) ? (given.value ?? '') : '').flatMap(
            (value): readonly Sketch[] => {
              const reached = reachedBy(board, service.name, value);
              const evidence = { ...given.evidence, note: `${name}=${mask(value)}` };
              return reached ? [{ ...sketchOf(service.name, name, evidence), ...reached }] : [];
            },
          ),
        ),
  );
};

/**
 * A file of variables that many share hands a service what it never asks for; what its own manifest says is meant.
 * A sample shows what could be set: it says something only of what the code asks for by name.
 */
const isHanded = (board: Board, { name: service }: Service, name: string, given: EnvValue): boolean => {
  const { file: from } = given.evidence;
  if (board.units.containersOf(service).some(({ file }) => file === from)) return true;
  const isAsked = board.said.asked(service)?.has(name);
  if (!isSample(from)) return isAsked !== false;
  return isAsked === true && !(isOfThisMachine(given) && isToldElsewhere(board, service, name));
};

const isOfThisMachine = ({ value = '' }: EnvValue): boolean =>
  addressesIn(value).some((address) => isLocalHost(addressOf(address).host ?? ''));

/** Whether a manifest or a default says where a variable leads: then a sample's port on this machine is a developer's own. */
const isToldElsewhere = ({ units, said }: Board, service: ServiceName, name: string): boolean =>
  said.addresses.some((one) => one.service === service && one.fact.name === name) ||
  units
    .environmentOf(service)
    .valuesOf(name)
    .some(({ value, evidence }) => value !== undefined && !isSample(evidence.file));

const sketchOf = (from: ServiceName, operation: string, evidence: Evidence) =>
  ({ from, kind: 'sync', operation, basis: 'declared', evidence: [evidence] }) as const;

/** Addresses in an application's own settings, and defaults of variables that nobody sets. */
const inSettings = ({ service, file, fact }: SaidBy<'address'>, board: Board): readonly Sketch[] => {
  const { name, value, at } = fact;
  if (isAside(name) || /client(?:s|url|uri)?$/i.test(name)) return [];
  const isSet = board.units.environmentOf(service).valuesOf(name).length > 0;
  const text = value.replace(/^\$\{[\w.-]+:(.*)\}$/, '$1');
  const { host } = addressOf(text);
  if (fact.isDefault && (isSet || (host !== undefined && isLocalHost(host)))) return [];
  const isHost = fact.isDefault && /^[a-z][a-z0-9-]*$/.test(text);
  const reached = reachedBy(board, service, isHost ? `http://${text}` : text);
  const evidence: Evidence = { file, line: at[0], column: at[1], basis: 'declared', note: `${name}=${mask(text)}` };
  return reached ? [{ ...sketchOf(service, name, evidence), ...reached }] : [];
};

/** From those who publish to an exchange or a topic, as their settings say, to those who listen there. */
const overChannels = ({ said }: Board): readonly Sketch[] => {
  const listeners = said.bindings.filter(({ fact }) => fact.role === 'consumes');
  return said.bindings.flatMap(({ service, file, fact }) =>
    listeners.flatMap((other): readonly Sketch[] => {
      const isSame = other.fact.protocol === fact.protocol && other.fact.channel === fact.channel;
      const isKeyed = fact.key !== undefined && other.fact.key !== undefined && other.fact.key !== fact.key;
      if (fact.role !== 'publishes' || !isSame || other.service === service) return [];
      if (isKeyed && !/[#*]/.test(other.fact.key ?? '')) return [];
      const places = [
        { file, at: fact.at, note: fact.name },
        { file: other.file, at: other.fact.at, note: other.fact.name },
      ].map(({ file: where, at, note }): Evidence => ({
        file: where,
        line: at[0],
        column: at[1],
        basis: 'declared',
        note,
      }));
      const { protocol, channel } = fact;
      return [
        {
          from: service,
          to: other.service,
          kind: 'async',
          protocol,
          operation: channel,
          basis: 'declared',
          evidence: places,
        },
      ];
    }),
  );
};

/** What a gateway is told in its environment stands in its routes. */
const isRouting = (board: Board, service: Service): boolean =>
  board.routes.some(({ gateway }) => gateway === service.name);

/** Edges that code does not show, from what manifests and settings declare. */
export const declaredEdges = (board: Board): readonly Sketch[] => [
  ...board.services.flatMap((service) =>
    (isReadable(board, service) && !board.said.has(service.name)) || isRouting(board, service)
      ? []
      : ofService(board, service),
  ),
  ...board.said.addresses.flatMap((one) => inSettings(one, board)),
  ...overChannels(board),
  ...relayedEdges(board),
];
