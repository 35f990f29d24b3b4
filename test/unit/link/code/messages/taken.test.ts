import { describe, expect, test } from 'vitest';
import { edgesIn, effectsOf } from '../workspace.ts';
import { both } from './between.ts';

const mails = `import { createTransport } from 'nodemailer'; const mailer = createTransport({});`;
const pushes = `import Redis from 'ioredis'; const redis = new Redis(process.env.REDIS_URL);
  export const place = async (order) => { await redis.lpush('orders:queue', JSON.stringify(order)); };`;
const pops = (body: string) => `import Redis from 'ioredis'; ${mails}
  const redis = new Redis(process.env.REDIS_URL);
  ${body}`;

describe('a list of Redis', () => {
  test.each([
    [
      'brpop in a loop',
      `while (true) { const item = await redis.brpop('orders:queue', 5); if (!item) continue; await mailer.sendMail({}); }`,
    ],
    ['blpop of several', `const item = await redis.blpop(['orders:queue', 'others'], 0); await mailer.sendMail({});`],
    [
      'a function that takes for the loop',
      `const next = async () => JSON.parse((await redis.brpop('orders:queue', 0))[1]);
       const work = async () => { for (;;) { const order = await next(); await mailer.sendMail({ to: order.email }); } };
       work();`,
    ],
  ])('is a queue where somebody waits on it: %s', (_, body) => {
    const model = both(pushes, pops(body));
    expect(edgesIn(model)).toEqual(['orders -> billing async redis-list redis-list:orders:queue']);
    const heard = model.operations.find(({ trigger }) => trigger === 'message');
    expect(heard?.delivery).toMatchObject({ redelivers: false });
    expect(heard?.effects.map(({ kind, around }) => [kind, around.loop])).toEqual([['external', false]]);
  });

  test('is data where nobody does', () => {
    const model = both(pushes, pops(`const all = await redis.lrange('orders:queue', 0, -1);`));
    expect(model.channels).toEqual([]);
    expect(edgesIn(model)).toEqual([]);
  });
});

test('what a consumer does after it asked for a message is its own, what the process does beside is not', () => {
  const model = both(
    `import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs'; const sqs = new SQSClient({});
     sqs.send(new SendMessageCommand({ QueueUrl: 'https://sqs.eu.amazonaws.com/1/orders', MessageBody: '{}' }));`,
    `import { SQSClient, ReceiveMessageCommand } from '@aws-sdk/client-sqs'; import { Pool } from 'pg'; ${mails}
     const pool = new Pool(); const sqs = new SQSClient({});
     async function poll() {
       await pool.query('update pollers set seen = now()');
       const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: 'https://sqs.eu.amazonaws.com/1/orders' }));
       for (const message of Messages) await mailer.sendMail({ to: message.Body });
     }
     poll();
     pool.query('insert into starts (at) values (now())');`,
  );
  const heard = model.operations.find(({ trigger }) => trigger === 'message');
  expect(effectsOf(model, heard?.id ?? '')).toEqual(['mail']);
  expect(effectsOf(model, 'billing start')).toEqual(['update pollers', 'insert starts']);
});

test('what is done with each message of an iterator belongs to its consumer, and nothing after the loop', () => {
  const model = both(
    `import { connect } from 'nats'; const nc = await connect(); nc.publish('order.placed', '{}');`,
    `import { connect } from 'nats'; import { Pool } from 'pg'; ${mails}
     const pool = new Pool(); const nc = await connect();
     const sub = nc.subscribe('order.placed');
     (async () => { for await (const message of sub) { await mailer.sendMail({ to: message.string() }); } })();
     await pool.query('insert into starts (at) values (now())');`,
  );
  const heard = model.operations.find(({ trigger }) => trigger === 'message');
  expect(effectsOf(model, heard?.id ?? '')).toEqual(['mail']);
  expect(effectsOf(model, 'billing start')).toEqual(['insert starts']);
});
