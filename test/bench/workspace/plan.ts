import { randomOf, type Random } from './random.ts';

export const stacks = ['nest', 'express', 'fastify'] as const;
export const keepers = ['prisma', 'typeorm', 'pg', 'mongoose'] as const;

/** How code asks another service: each a style that people write. */
export type CallStyle = 'axios-class' | 'fetch-config' | 'shared-client' | 'nest-http' | 'grpc';
export type Call = { readonly to: Planned; readonly style: CallStyle };
export type Topic = { readonly name: string; readonly by: string };

/** A service as it is going to be written, and what a reader has to find in it. */
export type Planned = {
  readonly name: string;
  readonly at: number;
  readonly stack: (typeof stacks)[number];
  readonly keeper: (typeof keepers)[number];
  readonly broker: 'kafka' | 'rabbitmq';
  readonly grpc: boolean;
  readonly noun: string;
  readonly calls: Call[];
  readonly topic: Topic;
  readonly listens: Topic[];
  readonly seed: number;
};

const nouns = [
  'order',
  'payment',
  'invoice',
  'shipment',
  'customer',
  'product',
  'cart',
  'refund',
  'coupon',
  'review',
  'ticket',
  'booking',
  'account',
  'ledger',
  'session',
  'campaign',
  'tariff',
  'parcel',
  'device',
  'contract',
] as const;
const layers = 4;

/** Services in layers; each asks a few of deeper layers, tells one topic, and listens to a few others. */
export function planOf(count: number, seed = 1): readonly Planned[] {
  const random = randomOf(seed);
  const services = Array.from({ length: count }, (_, at) => serviceAt(at, random));
  for (const service of services) {
    addCalls(service, services, random);
    addListening(service, services, random);
  }
  return services;
}

function serviceAt(at: number, random: Random): Planned {
  const noun = nouns[at % nouns.length] ?? 'order';
  const round = Math.floor(at / nouns.length);
  const name = round === 0 ? `${noun}s` : `${noun}s-${round}`;
  const broker = at % 2 === 0 ? 'kafka' : 'rabbitmq';
  return {
    name,
    at,
    noun,
    broker,
    stack: stacks[at % stacks.length] ?? 'nest',
    keeper: keepers[at % keepers.length] ?? 'pg',
    grpc: at % layers === layers - 1,
    calls: [],
    topic: { name: `${name}.${noun}-changed`, by: name },
    listens: [],
    seed: random.below(1_000_000),
  };
}

function addCalls(service: Planned, all: readonly Planned[], random: Random): void {
  const deeper = all.filter(({ at }) => at % layers > service.at % layers);
  for (let wanted = 1 + random.below(3); wanted > 0 && deeper.length > 0; wanted -= 1) {
    const to = deeper[random.below(deeper.length)];
    if (!to || service.calls.some((call) => call.to === to)) continue;
    service.calls.push({ to, style: styleOf(service, to, random) });
  }
}

function styleOf(service: Planned, to: Planned, random: Random): CallStyle {
  if (to.grpc) return 'grpc';
  if (service.stack === 'nest') return random.pick(['axios-class', 'nest-http', 'shared-client']);
  return random.pick(['axios-class', 'fetch-config', 'shared-client']);
}

/** A service listens on the broker that it speaks to. */
function addListening(service: Planned, all: readonly Planned[], random: Random): void {
  const tellers = all.filter(({ broker, name }) => broker === service.broker && name !== service.name);
  for (let wanted = random.below(3); wanted > 0 && tellers.length > 0; wanted -= 1) {
    const teller = tellers[random.below(tellers.length)];
    if (teller && !service.listens.includes(teller.topic)) service.listens.push(teller.topic);
  }
}

/** What has to be found, as sorted lines. */
export function truthOf(services: readonly Planned[]) {
  const edges = services.flatMap(({ name, calls, listens, broker }) => [
    ...calls.map(({ to, style }) => `${name} -> ${to.name} sync ${style === 'grpc' ? 'grpc' : 'http'}`),
    ...listens.map(({ by }) => `${by} -> ${name} async ${broker}`),
  ]);
  return {
    services: services.map(({ name }) => name).sort(),
    edges: [...new Set(edges)].sort(),
    stores: services.map((service) => `${storeOf(service)} ${service.name}`).sort(),
    channels: services.map(({ topic, broker }) => `${broker}:${topic.name}`).sort(),
  };
}

/** The identity of a service's only database. */
export const storeOf = ({ keeper, name }: Planned): string =>
  keeper === 'mongoose' ? `mongo:mongo/${snakeOf(name)}` : `postgres:postgres/${snakeOf(name)}`;

export const pascalOf = (name: string): string =>
  name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
export const camelOf = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
export const snakeOf = (name: string): string => name.replaceAll('-', '_');
export const constantOf = (name: string): string => snakeOf(name).toUpperCase();
