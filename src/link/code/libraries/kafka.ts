import { fieldOf, functionsOf, itemsOf, lastStep, madeBy, plainTextsOf } from '../things.ts';
import type { Library, LibraryCall, LibraryThing, Recognised, Thing } from '../types.ts';
import { callbacks, listen, madeOf, namesIn, openHandler, option, publish } from './kit.ts';

const published = (topics: readonly string[]): Recognised => ({
  deeds: [publish('kafka', [...new Set(topics)], { label: `kafka ${topics[0] ?? '?'}` })],
});

/** `[{ topic, messages }]` */
const topicsOf = (call: LibraryCall, list: Thing | undefined): readonly string[] =>
  itemsOf(list).flatMap((item) => namesIn(fieldOf(item, 'topic', call.scope.program)));

const send = (call: LibraryCall): Recognised =>
  published([
    ...namesIn(option(call, 'topic')),
    ...topicsOf(call, option(call, 'topicMessages')),
    ...topicsOf(call, option(call, 'messages')),
    ...topicsOf(call, call.args[0]),
  ]);

/** `Producer.createWriteStream(settings, topicSettings, { topic })` of librdkafka. */
const write = (call: LibraryCall): Recognised | undefined => {
  const stream = madeBy(call.callee, /createWriteStream\(\)$/);
  if (!stream) return undefined;
  const own = namesIn(option(call, 'topic'));
  return published(own.length > 0 ? own : namesIn(fieldOf(stream.args?.at(-1), 'topic', call.scope.program)));
};

const CONSUMER = /(?:consumer|Consumer|ConsumerGroup|ConsumerGroupStream|createReadStream)\(\)$/;

/** The consumer that topics and callbacks are given to, over several calls. */
const consumerOf = (call: LibraryCall): LibraryThing =>
  madeBy(call.callee, CONSUMER) ?? call.callee.parent ?? call.callee;

type Heard = { readonly names?: readonly string[]; readonly run?: readonly Thing[] };

/** Topics, callbacks, or both, of one consumer. Only who gives it topics asks for any. */
const hear = (call: LibraryCall, consumer: LibraryThing, { names, run = [] }: Heard): Recognised => {
  const { open, isNew } = openHandler(call, consumer);
  open.names.push(...(names ?? []));
  open.run.push(...run);
  const asks = names !== undefined;
  if (isNew) listen(call, { protocol: 'kafka', ...open, asks, redelivers: true, note: 'Kafka delivers at least once' });
  return { takesCallbacks: true };
};

const subscribe = (call: LibraryCall): Recognised =>
  hear(call, consumerOf(call), {
    names: [...namesIn(option(call, 'topic')), ...namesIn(option(call, 'topics')), ...namesIn(call.args[0])],
  });

const run = (call: LibraryCall): Recognised =>
  hear(call, consumerOf(call), {
    run: ['eachMessage', 'eachBatch', 'onData'].flatMap((key) => functionsOf(option(call, key))),
  });

/** `consumer.consume({ topics })`, or `consumer.consume(10, callback)` of librdkafka. */
const consume = (call: LibraryCall): Recognised | undefined => {
  const topics = option(call, 'topics');
  const run = callbacks(call);
  if (!topics && run.length === 0) return undefined;
  return hear(call, consumerOf(call), { run, ...(topics ? { names: namesIn(topics) } : {}) });
};

const onMessage = (call: LibraryCall): Recognised | undefined => {
  const consumer = madeBy(call.callee, CONSUMER);
  const [event] = plainTextsOf(call.args[0]);
  return consumer && (event === 'data' || event === 'message')
    ? hear(call, consumer, { run: callbacks(call) })
    : undefined;
};

/** Consumers that are given their topics when they are made: those of kafka-node, and streams of librdkafka. */
const opened = (call: LibraryCall, name: string): Recognised | undefined => {
  const topics = name === 'createReadStream' ? option(call, 'topics') : call.args[1];
  const names = [...namesIn(topics), ...topicsOf(call, topics)];
  const made = names.length > 0 ? madeOf(call) : undefined;
  return made && hear(call, made, { names });
};

const consuming = (call: LibraryCall, name: string): Recognised | undefined => {
  switch (name) {
    case 'subscribe':
    case 'addTopics':
      return subscribe(call);
    case 'run':
      return run(call);
    case 'consume':
      return consume(call);
    case 'on':
      return onMessage(call);
    case 'Consumer':
    case 'ConsumerGroup':
    case 'ConsumerGroupStream':
    case 'createReadStream':
      return opened(call, name);
    default:
      return undefined;
  }
};

/** kafkajs, the clients that speak like it, those on librdkafka, and kafka-node. */
export const kafka: Library = {
  packages: ['kafkajs', '@confluentinc/kafka-javascript', '@platformatic/kafka', 'node-rdkafka', 'kafka-node'],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (!/producer|transaction\(\)/i.test(call.callee.path)) return consuming(call, name);
    if (name === 'send' || name === 'sendBatch') return send(call);
    if (name === 'produce') return published(namesIn(call.args[0]));
    return name === 'write' ? write(call) : undefined;
  },
};
