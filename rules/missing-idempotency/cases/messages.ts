import type { Case } from '../../../src/lint/kit.ts';
import { mapped } from './notes.ts';

const jetStream = (id: string) =>
  mapped(
    {},
    `import { connect, headers } from 'nats';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
const js = (await connect({ servers: 'nats' })).jetstream();
const pool = new Pool({ connectionString: 'postgres://n:n@db:5432/notes' });`,
    `const marked = headers();
    marked.set('${id.includes('trace') ? 'Trace-Id' : 'Nats-Msg-Id'}', ${id});
    await pool.query('update notes set told = true where id = $1', [order.id]);
    await js.publish('notes.told', order.id, { headers: marked });`,
  );

const toldTwice = [
  {
    severity: 'warning',
    message: 'A redelivered "order.placed" would publish notes.told again',
    at: 'services/notes/src/main.js:8',
  },
] as const;

const fifo = (queue: string, message: string) =>
  mapped(
    {},
    `import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
const sqs = new SQSClient({});
const pool = new Pool({ connectionString: 'postgres://n:n@db:5432/notes' });`,
    `await pool.query('update notes set told = true where id = $1', [order.id]);
    await sqs.send(${message.replaceAll('QUEUE', `QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/${queue}'`)});`,
  );
const queuedTwice = [{ ...toldTwice[0], message: 'A redelivered "order.placed" would publish told again' }] as const;

export const messages: readonly Case[] = [
  {
    title: 'a message of JetStream under an id that the order gives',
    files: jetStream('order.id'),
    findings: [],
  },
  {
    title: 'a message of JetStream under an id that is made anew',
    files: jetStream('randomUUID()'),
    findings: toldTwice,
  },
  {
    title: 'a message of JetStream with another header',
    files: jetStream('order.trace'),
    findings: toldTwice,
  },
  {
    title: 'a message in an ordinary queue of SQS',
    files: fifo('told', 'new SendMessageCommand({ QUEUE, MessageBody: order.id })'),
    findings: queuedTwice,
  },
  {
    title: 'a message in a FIFO queue, which knows it by its content or is given an id',
    files: fifo('told.fifo', "new SendMessageCommand({ QUEUE, MessageBody: order.id, MessageGroupId: 'a' })"),
    findings: [],
  },
  {
    title: 'a message in a FIFO queue under an id that is made anew',
    files: fifo(
      'told.fifo',
      "new SendMessageCommand({ QUEUE, MessageBody: order.id, MessageGroupId: 'a', MessageDeduplicationId: randomUUID() })",
    ),
    findings: [{ ...queuedTwice[0], message: 'A redelivered "order.placed" would publish told.fifo again' }],
  },
  {
    title: 'a batch whose messages are known by what the order gives',
    files: fifo(
      'told',
      "new SendMessageBatchCommand({ QUEUE, Entries: [{ Id: '1', MessageBody: order.id, MessageGroupId: 'a', MessageDeduplicationId: order.id }] })",
    ),
    findings: [],
  },
];
