import type { Kind } from './mutation.ts';

/** How one broker is spoken to, from both sides; in `use` the first statement that names the channel is the marked one. */
type Side = Pick<Kind, 'imports' | 'type' | 'make' | 'use' | 'late' | 'without'>;
export type Broker = {
  readonly protocol: string;
  readonly address: string;
  readonly publish: Side;
  readonly consume: Side;
  /** The channel's name on the map, where it is more than the subject. */
  readonly channel?: (subject: string) => string;
  /** The store that both are connected to, where the broker is one. */
  readonly store?: string;
};

const plain = (side: Side, { address }: Broker, subjects: readonly string[]): string =>
  [
    side.imports,
    `const client = ${side.make(`'${address}'`)};`,
    ...subjects.map((subject) => `{ ${side.use('client', `'${subject}'`)}; }`),
  ].join('\n');

const subjectOf = (name: string): string => `orders.placed.${name}`;

const addedBy =
  ({ protocol, store, channel = (subject) => subject }: Broker): Kind['adds'] =>
  ({ subject }) => ({
    [`orders -> billing async ${protocol} ${protocol}:${channel(subject)}`]: 'use',
    [`channel ${protocol}:${channel(subject)} orders>billing`]: 'use',
    ...(store === undefined ? {} : { [`${store} of billing, orders`]: 'any' }),
  });

/** Publishing is mutated; the other context hears each of it in plain words. */
export const publishing = (broker: Broker): Kind => ({
  ...broker.publish,
  address: () => broker.address,
  subject: subjectOf,
  adds: addedBy(broker),
  also: (names) => ({ 'services/billing/consumer.ts': plain(broker.consume, broker, names.map(subjectOf)) }),
});

/** Consuming is mutated; the other context publishes each of it in plain words. */
export const consuming = (broker: Broker): Kind => ({
  ...broker.consume,
  in: 'billing',
  address: () => broker.address,
  subject: subjectOf,
  adds: addedBy(broker),
  also: (names) => ({ 'services/orders/publisher.ts': plain(broker.publish, broker, names.map(subjectOf)) }),
});
