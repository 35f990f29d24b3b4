import type { Case } from '../../src/lint/kit.ts';
import { asking, inQueue } from './asking.ts';

const manifest = (name: string): string =>
  JSON.stringify({
    name,
    scripts: { start: 'node src/main.js' },
    dependencies: { kafkajs: '2.2.4', amqplib: '0.10.9', '@aws-sdk/client-sns': '3.0.0' },
  });
const services = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [`services/${name}/package.json`, manifest(name)]));

const publisher = (topic: string): string => `import { Kafka } from 'kafkajs';

const producer = new Kafka({ brokers: ['kafka:9092'] }).producer();

export async function placed(order) {
  await producer.send({ topic: ${topic}, messages: [{ value: JSON.stringify(order) }] });
}
`;
const consumer = (topic: string): string => `import { Kafka } from 'kafkajs';

const consumer = new Kafka({ brokers: ['kafka:9092'] }).consumer({ groupId: 'mail' });
await consumer.subscribe({ topic: ${topic} });
await consumer.run({ eachMessage: async ({ message }) => console.log(message.value) });
`;
const rabbit = (lines: string): string => `import { connect } from 'amqplib';

const channel = await (await connect('amqp://rabbit')).createChannel();
${lines}
`;

const both = (published: string, heard: string) => ({
  ...services('orders', 'mail'),
  'services/orders/src/main.js': publisher(`'${published}'`),
  'services/mail/src/main.js': consumer(`'${heard}'`),
});

const unheard = (name: string, severity: 'error' | 'info' = 'error', line = 6) =>
  ({
    severity,
    message: `Nobody listens to "${name}", which orders publishes`,
    at: `services/orders/src/main.js:${line}`,
  }) as const;
const unsent = (name: string, severity: 'error' | 'info' = 'error') =>
  ({
    severity,
    message: `Nobody publishes "${name}", which mail waits for`,
    at: 'services/mail/src/main.js:4',
  }) as const;

const unanswered = (name: string) =>
  ({
    severity: 'error',
    message: `pay has no answer for "${name}", which shop asks it`,
    at: 'services/shop/src/main.ts:11',
  }) as const;

export default [
  {
    title: 'a topic that was renamed on one side',
    page: true,
    files: both('orders.placed', 'order.placed'),
    findings: [unsent('order.placed'), unheard('orders.placed')],
  },
  { title: 'a topic that both sides know', page: true, files: both('orders.placed', 'orders.placed'), findings: [] },
  {
    title: 'a workspace that says it is a part, as a note',
    files: { ...both('orders.placed', 'order.placed'), 'msvc.yaml': 'version: 1\npartial: true\n' },
    findings: [unsent('order.placed', 'info'), unheard('orders.placed', 'info')],
  },
  {
    title: 'an exchange that no queue is bound to',
    files: {
      ...services('orders', 'mail'),
      'services/orders/src/main.js': rabbit("channel.publish('orders', 'placed', Buffer.from('{}'));"),
      'services/mail/src/main.js': rabbit(
        "await channel.assertQueue('mail');\nawait channel.consume('mail', (message) => channel.ack(message));\nchannel.sendToQueue('mail', Buffer.from('{}'));",
      ),
    },
    findings: [unheard('orders/placed', 'error', 4)],
  },
  {
    title: 'a queue that is bound to the exchange',
    files: {
      ...services('orders', 'mail'),
      'services/orders/src/main.js': rabbit("channel.publish('orders', 'placed', Buffer.from('{}'));"),
      'services/mail/src/main.js': rabbit(
        "await channel.bindQueue('mail', 'orders', 'placed');\nawait channel.consume('mail', (message) => channel.ack(message));",
      ),
    },
    findings: [],
  },
  {
    title: 'dead letters',
    files: { ...services('orders'), 'services/orders/src/main.js': publisher("'orders.dead-letter'") },
    findings: [],
  },
  {
    title: 'a topic beside a consumer whose topic could not be told',
    files: {
      ...services('orders', 'mail'),
      'services/orders/src/main.js': publisher("'orders.placed'"),
      'services/mail/src/main.js': consumer('process.env.TOPIC'),
    },
    findings: [],
  },
  {
    title: 'a topic beside a publisher whose topic could not be told',
    files: {
      ...services('orders', 'mail'),
      'services/orders/src/main.js': publisher('process.env.TOPIC'),
      'services/mail/src/main.js': consumer("'orders.placed'"),
    },
    findings: [],
  },
  {
    title: 'an event that Nest listens to beside a publisher whose topic could not be told',
    files: {
      ...services('orders', 'mail'),
      'services/orders/src/main.js': publisher('process.env.TOPIC'),
      'services/mail/src/main.ts': `import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Transport } from '@nestjs/microservices';

@Controller()
class Mail {
  @EventPattern('orders.placed')
  placed() {}
}
@Module({ controllers: [Mail] })
class App {}

const app = await NestFactory.createMicroservice(App, { transport: Transport.KAFKA, options: { client: { brokers: ['kafka:9092'] } } });
await app.listen();
`,
    },
    findings: [],
  },
  {
    title: 'a topic of SNS, whose subscriptions are made elsewhere',
    files: {
      ...services('orders'),
      'services/orders/src/main.js':
        "import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';\n\nawait new SNSClient({}).send(new PublishCommand({ TopicArn: 'arn:aws:sns:eu:1:placed', Message: '{}' }));\n",
    },
    findings: [],
  },
  {
    title: 'topics of a database’s connector',
    files: {
      ...services('mail'),
      'services/mail/src/main.js': consumer("'dbserver.public.orders'"),
      'debezium/source.json': JSON.stringify({
        name: 'orders',
        config: {
          'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
          'database.hostname': 'db',
          'database.dbname': 'orders',
          'table.include.list': 'public.parcels',
          'topic.prefix': 'dbserver',
        },
      }),
    },
    findings: [],
  },
  {
    title: 'a topic in a workspace with a service in a language that is not read',
    files: {
      ...services('orders'),
      'services/orders/src/main.js': publisher("'orders.placed'"),
      'compose.yaml': 'services:\n  orders:\n    build: services/orders\n  mail:\n    build: services/mail\n',
      'services/mail/Dockerfile': 'FROM golang:1.25\nCOPY . .\nCMD ["mail"]\n',
      'services/mail/main.go': 'package main\n',
    },
    findings: [],
  },
  {
    title: 'a request to a queue whose service answers another name',
    page: true,
    files: asking("'payment.create'", ["'createPayment'", "'payment.created'"]),
    findings: [unanswered('payment.create')],
  },
  {
    title: 'a request by the number of an enum, where a word is listened for; options that a factory makes',
    files: asking('1', ["'createPayment'"], `useFactory: () => ({ ${inQueue('pay')} })`),
    findings: [unanswered('1')],
  },
  {
    title: 'a topic that a listener’s pattern names',
    files: both('order.placed', 'order.*'),
    findings: [],
  },
  {
    title: 'a topic that a listener’s pattern does not name',
    files: both('order.placed', 'stock.*'),
    findings: [unsent('stock.*'), unheard('order.placed')],
  },
  {
    title: 'a request that is answered',
    files: asking("'payment.create'", ["'payment.create'", "'createPayment'"]),
    findings: [],
  },
  {
    title: 'a request beside a handler whose pattern could not be told',
    files: asking("'payment.create'", ["'createPayment'", 'process.env.PATTERN']),
    findings: [],
  },
  {
    title: 'a request beside a handler with a wildcard',
    files: asking("'payment.create'", ["'payment.*'"]),
    findings: [],
  },
  {
    title: 'a request to a queue that nobody of the workspace takes from',
    files: asking("'payment.create'", ["'createPayment'"], inQueue('other')),
    findings: [],
  },
  {
    title: 'a service that listens over another transport too, which could not be told',
    files: asking("'payment.create'", ["'createPayment'"], 'strategy: new Own()'),
    findings: [],
  },
] satisfies readonly Case[];
