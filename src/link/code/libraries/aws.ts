import { own } from '../../../model/own.ts';
import { functionsOf, fieldOf, itemsOf, lastStep, madeBy } from '../things.ts';
import type { Library, LibraryCall, PublishDeed, Recognised, Thing } from '../types.ts';
import { isFresh } from './stores/verbs.ts';
import { callbacks, listen, namesIn, option, publish } from './kit.ts';

/** The last part of a queue URL, or a topic's ARN. */
const bareName = (text: string): string => text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);

const bareNamesIn = (thing: Thing | undefined): readonly string[] =>
  namesIn(thing)
    .map(bareName)
    .filter((name) => name !== '' && !/^\{[^}]*\}$/.test(name));

const named = (call: LibraryCall, keys: readonly string[]): readonly string[] =>
  keys.flatMap((key) => bareNamesIn(option(call, key)));

type PublishRecognised = { readonly deeds: readonly PublishDeed[] };

const QUEUE = ['QueueUrl', 'queueUrl', 'QueueName'];
const TOPIC = ['TopicArn', 'TargetArn', 'topicArn'];

const sent = (protocol: string, names: readonly string[]): PublishRecognised => ({
  deeds: [publish(protocol, [...new Set(names)], { label: `${protocol} ${names[0] ?? '?'}` })],
});

/**
 * A FIFO queue knows each message, by the id it is given or else by its content: without either it refuses it. An id
 * that is made on the spot tells it nothing.
 */
const isKnownToQueue = (call: LibraryCall, names: readonly string[]): boolean => {
  const { program } = call.scope;
  const entries = ['Entries', 'PublishBatchRequestEntries'].flatMap((key) => itemsOf(option(call, key)));
  return (entries.length > 0 ? entries : call.args).some((message) => {
    const id = fieldOf(message, 'MessageDeduplicationId', program);
    const isFifo =
      fieldOf(message, 'MessageGroupId', program) !== undefined || names.some((name) => name.endsWith('.fifo'));
    return id === undefined ? isFifo : !isFresh(id);
  });
};

const sentBy = (call: LibraryCall, protocol: string, names: readonly string[]): Recognised => {
  const { deeds } = sent(protocol, names);
  return isKnownToQueue(call, names) ? { deeds: deeds.map((deed) => ({ ...deed, deduplicated: true })) } : { deeds };
};

const take = (call: LibraryCall, names: readonly string[], run: readonly Thing[]): Recognised =>
  listen(call, {
    protocol: 'sqs',
    names,
    run,
    ...(run.length > 0 ? {} : { pulls: 'once' }),
    redelivers: true,
    note: 'SQS delivers at least once',
  });

/** `Consumer.create({ queueUrl, handleMessage })` of sqs-consumer. */
const consumer = (call: LibraryCall): Recognised =>
  take(
    call,
    named(call, QUEUE),
    ['handleMessage', 'handleMessageBatch'].flatMap((key) => functionsOf(option(call, key))),
  );

/** What is put on the bus goes to whoever asked for events of its type. */
const putEvents = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  return sent(
    'eventbridge',
    itemsOf(option(call, 'Entries')).flatMap((entry) => namesIn(fieldOf(entry, 'DetailType', program))),
  );
};

/** A queue that subscribes to a topic is fed by it. */
const subscribe = (call: LibraryCall): Recognised => {
  const protocols = namesIn(option(call, 'Protocol'));
  if (!protocols.includes('sqs')) return {};
  for (const queue of named(call, ['Endpoint']))
    for (const exchange of named(call, TOPIC)) call.scope.program.bindings.push({ queue, exchange, keys: [] });
  return {};
};

/** `new SendMessageCommand(…)` of SDK 3, `sqs.sendMessage(…)` of both. */
const OPERATIONS: Readonly<Record<string, (call: LibraryCall) => Recognised>> = {
  sendmessage: (call) => sentBy(call, 'sqs', named(call, QUEUE)),
  sendmessagebatch: (call) => sentBy(call, 'sqs', named(call, QUEUE)),
  publish: (call) => (option(call, 'PhoneNumber') ? {} : sentBy(call, 'sns', named(call, TOPIC))),
  publishbatch: (call) => sentBy(call, 'sns', named(call, TOPIC)),
  putevents: putEvents,
  subscribe,
  createqueue: (call) => {
    const { program } = call.scope;
    const settings = option(call, 'Attributes');
    const hasDeadLetter = fieldOf(settings, 'RedrivePolicy', program) !== undefined;
    const isTold = settings === undefined || settings.kind === 'object';
    program.queues.push({
      protocol: 'sqs',
      names: named(call, QUEUE),
      ...(isTold ? { hasDeadLetter, isBounded: false } : {}),
      evidence: [call.at],
    });
    return {};
  },
  receivemessage: (call) => take(call, named(call, QUEUE), callbacks(call)),
};

const SERVICES = /^(?:@aws-sdk\/client-(?:sqs|sns|eventbridge))$/;

const ofSdk = (call: LibraryCall): Recognised | undefined => {
  const { path } = call.callee;
  if (!SERVICES.test(call.callee.package) && !/(?:^|\.)(?:SQS|SNS|EventBridge)\(\)\./.test(path)) return undefined;
  const name = lastStep(path);
  const isCommand = name.endsWith('Command');
  if (!isCommand && !path.includes('().')) return undefined;
  return own(OPERATIONS, name.replace(/Command$/, '').toLowerCase())?.(call);
};

/** `send` of clients that know their queue, or name it first. */
const ofHelpers = (call: LibraryCall): Recognised | undefined => {
  const name = lastStep(call.callee.path);
  const made = madeBy(call.callee, /create\(\)$/);
  switch (call.callee.package) {
    case 'sqs-consumer':
      return name === 'create' ? consumer(call) : undefined;
    case 'sqs-producer':
      return name === 'send' && made ? sent('sqs', named({ ...call, args: made.args ?? [] }, QUEUE)) : undefined;
    case '@ssut/nestjs-sqs':
      return name === 'send' ? sent('sqs', bareNamesIn(call.args[0])) : undefined;
    default:
      return ofSdk(call);
  }
};

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
  recognise: ofHelpers,
};
