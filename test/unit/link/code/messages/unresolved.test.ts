import { expect, test } from 'vitest';
import { both } from './between.ts';

test('a consumer of whom nobody can tell what it listens to is unresolved, with its place', () => {
  const model = both(
    `import { Kafka } from 'kafkajs'; const consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'g' });
     export const listen = async (topic: string) => { await consumer.subscribe({ topic }); await consumer.run({ eachMessage: async () => {} }); };`,
    `import { Worker } from 'bullmq'; import { nameOf } from 'elsewhere';
     new Worker(nameOf('jobs'), async () => {});`,
  );
  expect(model.unresolved.map(({ service, what, kind, evidence }) => [service, what, kind, evidence[0].line])).toEqual([
    ['billing', 'listens to bull ?', 'channel', 2],
    ['orders', 'listens to kafka ?', 'channel', 2],
  ]);
});

test('a topic whose name has holes meets what it can be, and nothing else', () => {
  const orders = (
    name: string,
  ) => `import { Kafka } from 'kafkajs'; const producer = new Kafka({ brokers: [] }).producer();
    await producer.send({ topic: \`${name}\`, messages: [] });`;
  const billing = `import { Kafka } from 'kafkajs'; const consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'g' });
    await consumer.subscribe({ topics: ['orders-prod', 'mails'] }); await consumer.run({ eachMessage: async () => {} });`;
  const count = (name: string) => both(orders(name), billing).edges.length;
  expect(count('orders-${process.env.STAGE}')).toBe(1);
  expect(count('${process.env.PREFIX}-${process.env.STAGE}')).toBe(0);
});
