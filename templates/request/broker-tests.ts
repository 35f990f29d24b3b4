import type { Change, PlanInput } from '../../src/scaffold/kit.ts';

type Input = Pick<PlanInput<unknown>, 'render' | 'files'>;

const brokers = [
  { id: 'kafka', pascal: 'Kafka' },
  { id: 'nats', pascal: 'Nats' },
  { id: 'rabbitmq', pascal: 'Rabbitmq' },
] as const;

/** Requests are tested over every broker that the workspace has an adapter of, or `coming` brings one. */
export function* brokerTests({ render, files }: Input, coming?: string): Generator<Change> {
  for (const broker of brokers) {
    const path = `chassis/test/request-${broker.id}.test.ts`;
    const isThere = broker.id === coming || files.read(`chassis/src/broker-${broker.id}.ts`) !== undefined;
    if (!isThere || files.read(path) !== undefined) continue;
    yield { kind: 'create', path, content: render.file('../request/fragments/broker.test.ts.hbs', broker) };
  }
}
