import type { Broker } from './events.ts';

export const redisPubSub: Broker = {
  protocol: 'redis',
  store: 'cache store redis:redis',
  address: 'redis://redis:6379',
  publish: {
    imports: `import { Redis } from 'ioredis';`,
    type: 'Redis',
    make: (address) => `new Redis(${address})`,
    use: (client, subject) => `await ${client}.publish(${subject}, '{}')`,
  },
  consume: {
    imports: `import { Redis } from 'ioredis';`,
    type: 'Redis',
    make: (address) => `new Redis(${address})`,
    use: (client, subject) =>
      `await ${client}.subscribe(${subject}); ${client}.on('message', (channel, text) => console.log(text))`,
  },
};

export const redisStreams: Broker = {
  protocol: 'redis',
  store: 'cache store redis:redis',
  address: 'redis://redis:6379',
  publish: { ...redisPubSub.publish, use: (client, subject) => `await ${client}.xadd(${subject}, '*', 'data', '{}')` },
  consume: {
    ...redisPubSub.consume,
    use: (client, subject) =>
      `await ${client}.xreadgroup('GROUP', 'billing', 'one', 'COUNT', 10, 'STREAMS', ${subject}, '>')`,
  },
};

export const nodeRedis: Broker = {
  protocol: 'redis',
  store: 'cache store redis:redis',
  address: 'redis://redis:6379',
  publish: {
    imports: `import { createClient, type RedisClientType } from 'redis';`,
    type: 'RedisClientType',
    late: true,
    make: (address) => `await createClient({ url: ${address} }).connect()`,
    use: (client, subject) => `await ${client}.publish(${subject}, '{}')`,
  },
  consume: {
    imports: `import { createClient, type RedisClientType } from 'redis';`,
    type: 'RedisClientType',
    late: true,
    make: (address) => `await createClient({ url: ${address} }).connect()`,
    use: (client, subject) => `await ${client}.subscribe(${subject}, (text) => console.log(text))`,
  },
};

export const bullmq: Broker = {
  protocol: 'bull',
  store: 'broker store redis:redis',
  address: 'redis://redis:6379',
  publish: {
    imports: `import { Queue, type ConnectionOptions } from 'bullmq';`,
    type: 'ConnectionOptions',
    make: (address) => `{ url: ${address} }`,
    use: (client, subject) => `await new Queue(${subject}, { connection: ${client} }).add('place', {})`,
  },
  consume: {
    imports: `import { Worker, type ConnectionOptions } from 'bullmq';`,
    type: 'ConnectionOptions',
    make: (address) => `{ url: ${address} }`,
    use: (client, subject) =>
      `new Worker(${subject}, async (job) => console.log(job.data), { connection: ${client} }).on('error', console.error)`,
  },
};

export const sqs: Broker = {
  protocol: 'sqs',
  address: 'eu-west-1',
  publish: {
    imports: `import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';`,
    type: 'SQSClient',
    make: (address) => `new SQSClient({ region: ${address} })`,
    use: (client, subject) =>
      `await ${client}.send(new SendMessageCommand({ QueueUrl: \`https://sqs.eu-west-1.amazonaws.com/1/\${${subject}}\`, MessageBody: '{}' }))`,
  },
  consume: {
    imports: `import { SQSClient, ReceiveMessageCommand } from '@aws-sdk/client-sqs';`,
    type: 'SQSClient',
    make: (address) => `new SQSClient({ region: ${address} })`,
    use: (client, subject) =>
      `await ${client}.send(new ReceiveMessageCommand({ QueueUrl: \`https://sqs.eu-west-1.amazonaws.com/1/\${${subject}}\` }))`,
  },
};

export const sns: Broker = {
  protocol: 'sns',
  address: 'eu-west-1',
  publish: {
    imports: `import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';`,
    type: 'SNSClient',
    make: (address) => `new SNSClient({ region: ${address} })`,
    use: (client, subject) =>
      `await ${client}.send(new PublishCommand({ TopicArn: \`arn:aws:sns:eu-west-1:1:\${${subject}}\`, Message: '{}' }))`,
  },
  consume: sqs.consume,
};

export const bull: Broker = {
  protocol: 'bull',
  store: 'broker store redis:redis',
  address: 'redis://redis:6379',
  publish: {
    imports: `import Bull from 'bull';`,
    type: 'string',
    make: (address) => address,
    use: (client, subject) => `await new Bull(${subject}, ${client}).add({})`,
  },
  consume: {
    imports: `import Bull from 'bull';`,
    type: 'string',
    make: (address) => address,
    use: (client, subject) => `new Bull(${subject}, ${client}).process(async (job) => console.log(job.data))`,
  },
};
