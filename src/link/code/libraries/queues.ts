import { fieldOf, functionsOf, lastStep, madeBy, plainTextsOf, textsOf } from '../things.ts';
import { open, optionsIn } from './stores/opening.ts';
import type { Library, LibraryCall, Recognised } from '../types.ts';
import { callbacks, listen, namesIn, option, publish } from './kit.ts';

const QUEUE = /(?:Queue|FlowProducer|InjectQueue|Bull|createQueue)\(\)$/;

const queueNames = (call: LibraryCall): readonly string[] => namesIn(madeBy(call.callee, QUEUE)?.args?.[0]);

const work = (call: LibraryCall, names: readonly string[]): Recognised =>
  listen(call, {
    protocol: 'bull',
    names,
    run: callbacks(call),
    redelivers: true,
    note: 'a stalled or failed job runs again',
  });

/** Queues live in a Redis of their own or a shared one. */
const openBroker = (call: LibraryCall): void => {
  const { program } = call.scope;
  if (!/^(?:|Queue|Worker|Bull|BullModule\.forRoot(?:Async)?)$/.test(call.callee.path)) return;
  const options = call.args.map((arg) => optionsIn(arg, call.scope));
  for (const arg of options) {
    const redis = fieldOf(arg, 'redis', program) ?? fieldOf(arg, 'connection', program);
    if (!redis) continue;
    const isUrl = textsOf(redis).length > 0;
    open(call, { engine: 'redis', role: 'broker', ...(isUrl ? { url: redis } : { options: redis }) });
    return;
  }
};

/** Bull, BullMQ and Bee-Queue. */
export const bull: Library = {
  packages: ['bull', 'bullmq', '@nestjs/bull', '@nestjs/bullmq', 'bee-queue', 'agenda'],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    openBroker(call);
    if (name === 'Worker' && call.args.length > 1) return work(call, namesIn(call.args[0]));
    if (name === 'process') return work(call, queueNames(call));
    if (name === 'add' || name === 'addBulk' || name === 'createJob') {
      const names = queueNames(call);
      return { deeds: [publish('bull', names, { label: `queue ${names[0] ?? '?'}` })] };
    }
    return undefined;
  },
};

/** pg-boss: queues in PostgreSQL. */
export const pgBoss: Library = {
  packages: ['pg-boss', 'graphile-worker'],
  recognise: (call) => {
    const names = namesIn(call.args[0]);
    switch (lastStep(call.callee.path)) {
      case 'send':
      case 'publish':
      case 'insert':
      case 'sendAfter':
      case 'addJob': {
        const named = names.length > 0 ? names : namesIn(option(call, 'name'));
        return { deeds: [publish('pg-boss', named, { label: `queue ${named[0] ?? '?'}` })] };
      }
      case 'subscribe':
        if (namesIn(call.args[1]).length > 0) {
          for (const queue of namesIn(call.args[1]))
            for (const exchange of names) call.scope.program.bindings.push({ queue, exchange, keys: [] });
          return {};
        }
        return undefined;
      case 'work':
        return functionsOf(call.args.at(-1)).length > 0
          ? listen(call, {
              protocol: 'pg-boss',
              names,
              run: callbacks(call),
              redelivers: true,
              note: 'a failed job runs again',
            })
          : undefined;
      default:
        return undefined;
    }
  },
};

/** The last part of a queue URL, or a topic's ARN. */
const bareName = (text: string): string => text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);

const awsNames = (call: LibraryCall): readonly string[] =>
  ['QueueUrl', 'TopicArn', 'queueUrl', 'QueueName'].flatMap((key) => namesIn(option(call, key))).map(bareName);

const poll = (call: LibraryCall): Recognised =>
  listen(call, {
    protocol: 'sqs',
    names: awsNames(call),
    run: ['handleMessage', 'handleMessageBatch'].flatMap((key) => functionsOf(option(call, key))),
    redelivers: true,
    note: 'SQS delivers at least once',
  });

/** SQS, SNS and EventBridge. */
export const aws: Library = {
  packages: [
    '@aws-sdk/client-sqs',
    '@aws-sdk/client-sns',
    '@aws-sdk/client-eventbridge',
    'aws-sdk',
    'sqs-consumer',
    'sqs-producer',
    '@ssut/nestjs-sqs',
  ],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (
      /^(?:SendMessage(?:Batch)?|Publish(?:Batch)?)Command$|^sendMessage(?:Batch)?$/.test(name) ||
      (name === 'publish' && /SNS/.test(call.callee.path))
    ) {
      const names = awsNames(call);
      return { deeds: [publish('sqs', names, { label: `sqs ${names[0] ?? '?'}` })] };
    }
    if (name === 'PutEventsCommand') {
      const names = plainTextsOf(option(call, 'DetailType'));
      return { deeds: [publish('eventbridge', names, { label: `eventbridge ${names[0] ?? '?'}` })] };
    }
    if (name === 'ReceiveMessageCommand' || (name === 'create' && call.callee.package === 'sqs-consumer'))
      return poll(call);
    return undefined;
  },
};
