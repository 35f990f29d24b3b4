import { fieldOf, functionsOf, itemsOf, lastStep, madeBy } from '../things.ts';
import type { Library, LibraryCall, Recognised } from '../types.ts';
import { listen, namesIn, openHandler, option, publish } from './kit.ts';

const send = (call: LibraryCall): Recognised | undefined => {
  const { program } = call.scope;
  const topics = [
    ...namesIn(option(call, 'topic')),
    ...itemsOf(option(call, 'topicMessages')).flatMap((item) => namesIn(fieldOf(item, 'topic', program))),
    ...itemsOf(option(call, 'messages')).flatMap((item) => namesIn(fieldOf(item, 'topic', program))),
  ];
  return { deeds: [publish('kafka', topics, { label: `kafka ${topics[0] ?? '?'}` })] };
};

const consumerOf = (call: LibraryCall) =>
  madeBy(call.callee, /(?:consumer|Consumer)\(\)$/) ?? call.callee.parent ?? call.callee;

const subscribe = (call: LibraryCall): Recognised => {
  const { open, isNew } = openHandler(call, consumerOf(call));
  open.names.push(...namesIn(option(call, 'topic')), ...namesIn(option(call, 'topics')), ...namesIn(call.args[0]));
  if (isNew) listen(call, { protocol: 'kafka', ...open, redelivers: true, note: 'Kafka delivers at least once' });
  return { takesCallbacks: true };
};

const run = (call: LibraryCall): Recognised => {
  const { open, isNew } = openHandler(call, consumerOf(call));
  for (const key of ['eachMessage', 'eachBatch', 'onData']) open.run.push(...functionsOf(option(call, key)));
  if (isNew) listen(call, { protocol: 'kafka', ...open, redelivers: true, note: 'Kafka delivers at least once' });
  return { takesCallbacks: true };
};

const consume = (call: LibraryCall): Recognised => {
  const result = subscribe(call);
  return { ...result };
};

/** kafkajs and the clients that speak like it. */
export const kafka: Library = {
  packages: ['kafkajs', '@confluentinc/kafka-javascript', '@platformatic/kafka', 'node-rdkafka', 'kafka-node'],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    const isProducer = /producer/i.test(call.callee.path);
    if (isProducer && (name === 'send' || name === 'sendBatch')) return send(call);
    if (isProducer && name === 'produce')
      return {
        deeds: [publish('kafka', namesIn(call.args[0]), { label: `kafka ${namesIn(call.args[0])[0] ?? '?'}` })],
      };
    if (isProducer) return undefined;
    if (name === 'subscribe') return subscribe(call);
    if (name === 'run') return run(call);
    return name === 'consume' && option(call, 'topics') ? consume(call) : undefined;
  },
};
