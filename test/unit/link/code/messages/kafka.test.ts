import { describe, expect, test } from 'vitest';
import { effectsOf } from '../workspace.ts';
import { between, both } from './between.ts';

const produce = `import { Kafka } from 'kafkajs';
  const kafka = new Kafka({ clientId: 'orders', brokers: [process.env.KAFKA_BROKER] });
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: 'order.placed', messages: [{ key: '1', value: JSON.stringify({}) }] });`;

const edge = ['orders -> billing async kafka kafka:order.placed'];

describe('kafkajs', () => {
  test('a batch goes to each of its topics', () => {
    const model = both(
      `import { Kafka, CompressionTypes } from 'kafkajs';
       const producer = new Kafka({ brokers: [] }).producer({ idempotent: true });
       const topicMessages = [{ topic: 'order.placed', messages: [] }, { topic: 'order.paid', messages: [] }];
       await producer.sendBatch({ topicMessages, compression: CompressionTypes.GZIP });`,
      `import { Kafka } from 'kafkajs';
       const consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'billing' });
       await consumer.subscribe({ topics: ['order.paid', 'order.placed'], fromBeginning: true });
       await consumer.run({ eachBatch: async ({ batch }) => { await fetch('https://mail.example.com'); } });`,
    );
    expect(model.edges.map(({ operation }) => operation)).toEqual(['kafka:order.paid', 'kafka:order.placed']);
    expect(effectsOf(model, 'billing order.paid | order.placed')).toEqual(['call ?']);
  });

  test('a regular expression subscribes to every topic it matches', () => {
    const listen = (pattern: string) => `import { Kafka } from 'kafkajs';
      const consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'billing' });
      await consumer.subscribe({ topic: ${pattern} });
      await consumer.run({ eachMessage: async ({ topic, message }) => {} });`;
    expect(between(produce, listen('/order\\..*/i'))).toEqual(edge);
    expect(between(produce, listen('/^payment\\..*/'))).toEqual([]);
  });

  test('topics subscribed to in a loop count each', () => {
    const billing = `import { Kafka } from 'kafkajs';
      const TOPICS = ['order.placed', 'order.paid'] as const;
      const consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'billing' });
      for (const topic of TOPICS) await consumer.subscribe({ topic, fromBeginning: false });
      await consumer.run({ eachMessage: async ({ topic, message }) => {
        switch (topic) { case 'order.placed': return onPlaced(message); default: return undefined; } } });
      async function onPlaced(message) { await fetch('https://mail.example.com'); }`;
    expect(between(produce, billing)).toEqual(edge);
  });

  test('topics subscribed to in a callback of forEach or map count each', () => {
    const billing = `import { Kafka } from 'kafkajs';
      const TOPICS = { PLACED: 'order.placed', PAID: 'order.paid' };
      const consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'billing' });
      await Promise.all(Object.values(TOPICS).map((topic) => consumer.subscribe({ topic })));
      await consumer.run({ eachMessage: async ({ topic, message }) => {} });`;
    expect(between(produce, billing)).toEqual(edge);
  });

  test('a wrapper class with a transaction sends like the producer', () => {
    const orders = `import { Kafka, Producer } from 'kafkajs';
      class EventBus {
        private readonly producer: Producer;
        constructor(private readonly kafka: Kafka, private readonly prefix: string) { this.producer = this.kafka.producer({ transactionalId: 'x' }); }
        async emit(event: string, payload: unknown) {
          const transaction = await this.producer.transaction();
          await transaction.send({ topic: this.prefix + '.' + event, messages: [{ value: JSON.stringify(payload) }] });
          await transaction.commit();
        }
      }
      await new EventBus(new Kafka({ brokers: [] }), 'order').emit('placed', {});`;
    const billing = `import { Kafka } from 'kafkajs';
      const consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'billing' });
      await consumer.subscribe({ topics: ['order.placed'] });
      await consumer.run({ eachMessage: async () => {} });`;
    expect(between(orders, billing)).toEqual(edge);
  });
});

const consume = `import { Kafka } from 'kafkajs';
  const consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'billing' });
  await consumer.subscribe({ topic: 'order.placed' });
  await consumer.run({ eachMessage: async ({ message }) => { console.log(message.value?.toString()); } });`;

describe('other clients of Kafka', () => {
  test.each([
    [
      '@confluentinc/kafka-javascript, like KafkaJS',
      `import { KafkaJS } from '@confluentinc/kafka-javascript';
       const producer = new KafkaJS.Kafka({ kafkaJS: { brokers: [] } }).producer();
       await producer.connect();
       await producer.send({ topic: 'order.placed', messages: [{ value: 'v' }] });`,
    ],
    [
      '@confluentinc/kafka-javascript, required',
      `const { Kafka } = require('@confluentinc/kafka-javascript').KafkaJS;
       const producer = new Kafka({}).producer({ 'bootstrap.servers': '' });
       producer.send({ topic: 'order.placed', messages: [{ value: 'v' }] });`,
    ],
    [
      '@confluentinc/kafka-javascript, like node-rdkafka',
      `const Kafka = require('@confluentinc/kafka-javascript');
       const producer = new Kafka.Producer({ 'bootstrap.servers': 'kafka:9092', dr_cb: true });
       producer.connect();
       producer.on('ready', () => { producer.produce('order.placed', null, Buffer.from('x'), 'key', Date.now()); });`,
    ],
    [
      'node-rdkafka',
      `import Kafka from 'node-rdkafka';
       const stream = Kafka.Producer.createWriteStream({ 'metadata.broker.list': 'kafka:9092' }, {}, { topic: 'order.placed' });
       stream.write(Buffer.from('message'));`,
    ],
    [
      'node-rdkafka, high level',
      `import { HighLevelProducer } from 'node-rdkafka';
       const producer = new HighLevelProducer({ 'metadata.broker.list': 'kafka:9092' });
       producer.produce('order.placed', null, Buffer.from('x'), null, Date.now(), (error, offset) => {});`,
    ],
    [
      '@platformatic/kafka',
      `import { Producer, stringSerializers } from '@platformatic/kafka';
       const producer = new Producer({ clientId: 'orders', bootstrapBrokers: ['kafka:9092'], serializers: stringSerializers });
       await producer.send({ messages: [{ topic: 'order.placed', key: 'k', value: 'v', headers: {} }] });`,
    ],
    [
      'kafka-node',
      `const kafka = require('kafka-node');
       const client = new kafka.KafkaClient({ kafkaHost: 'kafka:9092' });
       const producer = new kafka.HighLevelProducer(client);
       producer.on('ready', () => producer.send([{ topic: 'order.placed', messages: 'hi' }], (err, data) => {}));`,
    ],
  ])('publish: %s', (_, orders) => {
    expect(between(orders, consume)).toEqual(edge);
  });

  test.each([
    [
      '@confluentinc/kafka-javascript, like KafkaJS',
      `import { KafkaJS } from '@confluentinc/kafka-javascript';
       const consumer = new KafkaJS.Kafka({}).consumer({ kafkaJS: { groupId: 'billing' } });
       await consumer.subscribe({ topics: ['order.placed'] });
       consumer.run({ eachMessage: async ({ message }) => { await fetch('https://mail.example.com'); } });`,
    ],
    [
      'node-rdkafka, flowing',
      `const Kafka = require('node-rdkafka');
       const consumer = new Kafka.KafkaConsumer({ 'group.id': 'billing' }, {});
       consumer.connect();
       consumer.on('ready', () => { consumer.subscribe(['order.placed']); consumer.consume(); })
         .on('data', (data) => { fetch('https://mail.example.com'); });`,
    ],
    [
      'node-rdkafka, as a stream',
      `import Kafka from 'node-rdkafka';
       const stream = Kafka.KafkaConsumer.createReadStream({ 'group.id': 'billing' }, {}, { topics: ['order.placed'] });
       stream.on('data', (message) => { fetch('https://mail.example.com'); });`,
    ],
    [
      '@platformatic/kafka',
      `import { Consumer, stringDeserializers } from '@platformatic/kafka';
       const consumer = new Consumer({ groupId: 'billing', bootstrapBrokers: [], deserializers: stringDeserializers });
       const stream = await consumer.consume({ autocommit: true, topics: ['order.placed'], sessionTimeout: 10000 });
       stream.on('data', (message) => { fetch('https://mail.example.com'); });`,
    ],
    [
      'kafka-node, group',
      `const { ConsumerGroup } = require('kafka-node');
       const group = new ConsumerGroup({ kafkaHost: 'kafka:9092', groupId: 'billing' }, ['order.placed']);
       group.on('message', (message) => { fetch('https://mail.example.com'); });`,
    ],
    [
      'kafka-node, consumer',
      `const kafka = require('kafka-node');
       const consumer = new kafka.Consumer(new kafka.KafkaClient(), [{ topic: 'order.placed', partition: 0 }], { autoCommit: false });
       consumer.on('message', function (message) { fetch('https://mail.example.com'); });`,
    ],
  ])('consume: %s', (_, billing) => {
    const model = both(produce, billing);
    expect(model.edges.map(({ operation }) => operation)).toEqual(['kafka:order.placed']);
    expect(effectsOf(model, 'billing order.placed')).toContain('call ?');
  });

  test('read a stream of messages with for await', () => {
    const model = both(
      produce,
      `import { Consumer } from '@platformatic/kafka';
       const consumer = new Consumer({ groupId: 'billing', bootstrapBrokers: [] });
       const stream = await consumer.consume({ topics: ['order.placed'] });
       for await (const message of stream) await fetch('https://mail.example.com');`,
    );
    expect(model.edges.map(({ operation }) => operation)).toEqual(['kafka:order.placed']);
  });
});
