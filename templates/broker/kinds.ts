/** What the workspace needs to know of each broker. */
export type BrokerKind = {
  readonly id: 'postgres' | 'kafka' | 'rabbitmq' | 'nats';
  readonly note: string;
  /** Where the services of compose.yaml find it; `name` is the workspace's. */
  readonly composeUrl: (name: string) => string;
  /** Its service in compose.yaml; PostgreSQL is there for the databases anyway. */
  readonly host?: string;
  readonly port: number;
  /** Its line among the adapters in chassis/src/brokers.ts. */
  readonly adapter?: string;
  readonly dependencies: Readonly<Record<string, string>>;
  /** The row of the README beside BROKER_URL. */
  readonly url: string;
};

export const brokerKinds: readonly BrokerKind[] = [
  {
    id: 'postgres',
    note: 'pg-boss in a database of its own, no extra server',
    composeUrl: () => 'postgres://broker:${BROKER_DATABASE_PASSWORD:-broker}@postgres:5432/broker',
    port: 5432,
    dependencies: {},
    url: '`postgres://broker:…@host:5432/broker`: pg-boss in a database of its own',
  },
  {
    id: 'kafka',
    note: 'a log, for many events and many readers',
    composeUrl: () => 'kafka://kafka:9092',
    host: 'kafka',
    port: 9092,
    adapter: "kafka: async () => (await import('./broker-kafka.ts')).kafkaBroker",
    dependencies: { '@platformatic/kafka': '2.12.1' },
    url: '`kafkas://user:password@one:9092,two:9092?replicas=3`: Kafka; without the `s` (or `?tls=true`) nothing is encrypted, the login neither; see the head of `chassis/src/broker-kafka.ts`',
  },
  {
    id: 'rabbitmq',
    note: 'queues, known to most teams',
    composeUrl: () => 'amqp://events:${RABBITMQ_PASSWORD:-events}@rabbitmq:5672',
    host: 'rabbitmq',
    port: 5672,
    adapter: "amqp: async () => (await import('./broker-rabbitmq.ts')).rabbitmqBroker",
    dependencies: { 'rabbitmq-client': '5.0.8' },
    url: '`amqps://user:password@one:5671,two:5671/vhost?queues=quorum`: RabbitMQ; see the head of `chassis/src/broker-rabbitmq.ts`',
  },
  {
    id: 'nats',
    note: 'JetStream: one small server, quick',
    composeUrl: (name) => `nats://nats:4222/${name}`,
    host: 'nats',
    port: 4222,
    adapter: "nats: async () => (await import('./broker-nats.ts')).natsBroker",
    dependencies: { '@nats-io/jetstream': '3.4.0', '@nats-io/transport-node': '3.4.0' },
    url: '`natss://user:password@one:4222,two:4222/shop?replicas=3`: NATS JetStream, over TLS by the second `s`; see the head of `chassis/src/broker-nats.ts`',
  },
];

export const brokerKind = (id: string | undefined): BrokerKind => {
  const kind = brokerKinds.find((each) => each.id === id) ?? brokerKinds[0];
  if (!kind) throw new Error('there is no broker at all');
  return kind;
};

export const brokerChoices = () => brokerKinds.map(({ id, note }) => ({ value: id, note }));
