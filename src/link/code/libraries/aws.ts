import { functionsOf, lastStep, plainTextsOf } from '../things.ts';
import type { Library, LibraryCall, Recognised } from '../types.ts';
import { listen, namesIn, option, publish } from './kit.ts';

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
