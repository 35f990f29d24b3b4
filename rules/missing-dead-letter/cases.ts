import type { Case } from '../../src/lint/kit.ts';

const manifest = (...libraries: readonly string[]): string =>
  JSON.stringify({
    name: 'mail',
    scripts: { start: 'node src/main.js' },
    dependencies: Object.fromEntries(['pg', ...libraries].map((name) => [name, '1.0.0'])),
  });
const mail = (library: string, text: string) => ({
  'services/mail/package.json': manifest(library),
  'services/mail/src/main.js': `import { Pool } from 'pg';\n${text}`,
});

const rabbit = (queue: string, handler: string) =>
  mail(
    'amqplib',
    `import { connect } from 'amqplib';

const pool = new Pool();
const channel = await (await connect('amqp://rabbit')).createChannel();
await channel.assertQueue('orders.placed'${queue});
await channel.consume('orders.placed', ${handler});
`,
  );
const write = "await pool.query('insert into mails (body) values ($1)', [message.content]);";
const working = `async (message) => {
  ${write}
  channel.ack(message);
}`;

const kafka = (body: string) =>
  mail(
    'kafkajs',
    `import { Kafka } from 'kafkajs';

const pool = new Pool();
const kafka = new Kafka({ brokers: ['kafka:9092'] });
const consumer = kafka.consumer({ groupId: 'mail' });
const producer = kafka.producer();
await consumer.subscribe({ topic: 'orders.placed' });
await consumer.run({
  eachMessage: async ({ message }) => {
    ${body}
  },
});
`,
  );

const stream = (options: string) =>
  mail(
    'nats',
    `import { connect } from 'nats';

const pool = new Pool();
const connection = await connect();
const manager = await connection.jetstreamManager();
await manager.consumers.add('ORDERS', { durable_name: 'mail'${options} });
const consumer = await connection.jetstream().consumers.get('ORDERS', 'mail');
await consumer.consume({
  callback: async (message) => {
    await pool.query('insert into mails (body) values ($1)', [message.data]);
    message.ack();
  },
});
`,
  );

const nest = (options: string) => ({
  'services/mail/package.json': JSON.stringify({
    name: 'mail',
    scripts: { start: 'node dist/main.js' },
    dependencies: { '@nestjs/core': '11.0.0', '@nestjs/microservices': '11.0.0', nodemailer: '7.0.0' },
  }),
  'services/mail/src/main.ts': `import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Transport } from '@nestjs/microservices';
import { createTransport } from 'nodemailer';

@Controller()
class MailController {
  private readonly transport = createTransport({ host: 'smtp' });

  @EventPattern('order.placed')
  placed(order: { mail: string }) {
    return this.transport.sendMail({ to: order.mail });
  }
}

@Module({ controllers: [MailController] })
class AppModule {}

NestFactory.createMicroservice(AppModule, {
  transport: Transport.RMQ,
  options: { queue: 'mail'${options} },
});
`,
});

const found = (message: string, line: number) =>
  [
    {
      severity: 'warning',
      message,
      at: `services/mail/src/main.${message.includes('events') || message.includes('an event') ? 'ts' : 'js'}:${line}`,
    },
  ] as const;
const endless = (line: number) => found('Nothing stops a failing "orders.placed" from coming back to mail', line);
const early = (line: number) => found('mail acknowledges "orders.placed" before it has done the work', line);

export default [
  {
    title: 'a queue of RabbitMQ without a dead letter or a limit',
    page: true,
    files: rabbit('', working),
    findings: endless(7),
  },
  {
    title: 'a queue with a dead-letter exchange',
    page: true,
    files: rabbit(", { arguments: { 'x-dead-letter-exchange': 'dead' } }", working),
    findings: [],
  },
  {
    title: 'a queue with a dead-letter exchange, as amqplib says it',
    files: rabbit(", { deadLetterExchange: 'dead' }", working),
    findings: [],
  },
  {
    title: 'a queue with a delivery limit',
    files: rabbit(", { arguments: { 'x-delivery-limit': 5 } }", working),
    findings: [],
  },
  {
    title: 'a queue with options that could not be told',
    files: rabbit(', JSON.parse(process.env.QUEUE)', working),
    findings: [],
  },
  {
    title: 'a message that is put back at once',
    files: rabbit(
      '',
      `async (message) => {\n  try {\n    ${write}\n    channel.ack(message);\n  } catch {\n    channel.nack(message);\n  }\n}`,
    ),
    findings: endless(7),
  },
  {
    title: 'a message that is refused and not put back',
    files: rabbit(
      '',
      `async (message) => {\n  try {\n    ${write}\n    channel.ack(message);\n  } catch {\n    channel.nack(message, false, false);\n  }\n}`,
    ),
    findings: [],
  },
  {
    title: 'a consumer without acknowledgement',
    files: rabbit(", { deadLetterExchange: 'dead' }", `async (message) => {\n  ${write}\n}, { noAck: true }`),
    findings: early(7),
  },
  {
    title: 'an acknowledgement before the work',
    page: true,
    files: rabbit(", { deadLetterExchange: 'dead' }", `async (message) => {\n  channel.ack(message);\n  ${write}\n}`),
    findings: early(8),
  },
  {
    title: 'an acknowledgement on one branch before the work',
    files: rabbit(
      ", { deadLetterExchange: 'dead' }",
      `async (message) => {\n  if (!message.content) {\n    channel.ack(message);\n    return;\n  }\n  ${write}\n  channel.ack(message);\n}`,
    ),
    findings: [],
  },
  {
    title: 'a consumer that only reads',
    files: rabbit('', '(message) => {\n  console.log(message.content);\n}'),
    findings: [],
  },
  {
    title: 'a Kafka handler whose error stops the partition',
    files: kafka("await pool.query('insert into mails (body) values ($1)', [message.value]);"),
    findings: endless(8),
  },
  {
    title: 'a Kafka handler that parks what fails',
    files: kafka(
      "try {\n      await pool.query('insert into mails (body) values ($1)', [message.value]);\n    } catch {\n      await producer.send({ topic: 'orders.placed.dead-letter', messages: [message] });\n    }",
    ),
    findings: [],
  },
  {
    title: 'a Kafka handler that catches errors itself',
    files: kafka(
      "try {\n      await pool.query('insert into mails (body) values ($1)', [message.value]);\n    } catch (error) {\n      console.error(error);\n    }",
    ),
    findings: [],
  },
  {
    title: 'a consumer of JetStream without max_deliver',
    files: stream(''),
    findings: found('Nothing stops a failing "ORDERS.mail" from coming back to mail', 9),
  },
  { title: 'a consumer of JetStream with max_deliver', files: stream(', max_deliver: 5'), findings: [] },
  {
    title: "Nest's transport for RabbitMQ, which acknowledges first where nobody says otherwise",
    files: nest(''),
    findings: found('mail acknowledges its events as soon as they are delivered', 19),
  },
  {
    title: "Nest's transport for RabbitMQ without a dead letter",
    files: nest(', noAck: false'),
    findings: found('Nothing puts aside an event that mail cannot work on', 19),
  },
  {
    title: "Nest's transport for RabbitMQ with a dead letter",
    files: nest(", noAck: false, queueOptions: { arguments: { 'x-dead-letter-exchange': 'dead' } }"),
    findings: [],
  },
] satisfies readonly Case[];
