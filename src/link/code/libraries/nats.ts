import { fieldOf, lastStep, madeBy, objectsOf, plainTextsOf } from '../things.ts';
import type { Library, LibraryCall, Recognised } from '../types.ts';
import type { Waiting } from '../../../model/waiting.ts';
import { amountOf } from './patience/amounts.ts';
import { isFresh } from './stores/verbs.ts';
import { callbacks, listen, madeOf, namesIn, openHandler, option, publish } from './kit.ts';

const isDurable = (call: LibraryCall): boolean =>
  /jetstream|stan|consumer/i.test(`${call.callee.package} ${call.callee.path}`) ||
  call.callee.package.includes('streaming');

const hear = (call: LibraryCall, names: readonly string[], redelivers: boolean): Recognised => {
  const given = option(call, 'callback');
  const run = [...callbacks(call), ...(given ? callbacks({ ...call, args: [given] }) : [])];
  const subscription = madeOf(call);
  const open = subscription ? openHandler(call, subscription).open : { names: [], run: [] };
  open.names.push(...names);
  open.run.push(...run);
  const note = redelivers ? 'redelivered until acknowledged' : 'delivered at most once';
  const pulls = run.length > 0 ? {} : ({ pulls: 'iterating' } as const);
  return listen(call, { protocol: 'nats', ...open, ...pulls, redelivers, note });
};

const subscribe = (call: LibraryCall): Recognised => {
  // NATS Streaming delivers for ever what is not acknowledged, and has nowhere to put it.
  if (call.callee.package === 'node-nats-streaming')
    noteQueue(call, namesIn(call.args[0]), { hasDeadLetter: false, isBounded: false });
  const filtered = [...namesIn(option(call, 'filter_subject')), ...namesIn(option(call, 'filter_subjects'))];
  return hear(call, [...namesIn(call.args[0]), ...filtered], isDurable(call));
};

/** `subscription.on('message', handler)` belongs to the subscription. */
const onMessage = (call: LibraryCall): Recognised | undefined => {
  const subscription = madeBy(call.callee, /subscribe\(\)$/);
  if (!subscription || plainTextsOf(call.args[0])[0] !== 'message') return undefined;
  openHandler(call, subscription).open.run.push(...callbacks(call));
  return { takesCallbacks: true };
};

const ask = (call: LibraryCall): Recognised => {
  const pattern = namesIn(call.args[0]);
  // Without a word about it, a request of nats.js waits a second.
  const ms = amountOf(option(call, 'timeout')) ?? (option(call, 'timeout') ? undefined : 1000);
  const by = option(call, 'timeout') ? 'call' : 'library';
  const waiting: Waiting = { limits: [{ by, at: call.at, ...(ms === undefined ? {} : { ms }) }] };
  return {
    deeds: [
      {
        kind: 'call',
        protocol: 'nats',
        urls: [],
        pattern,
        label: `nats ${pattern[0] ?? '?'}`,
        deadline: 'set',
        waiting,
      },
    ],
  };
};

/** A stream takes in subjects, a consumer of it some of them: each is fed like a queue is by an exchange. */
const feed = (call: LibraryCall, queues: readonly string[], subjects: readonly string[]): Recognised => {
  for (const queue of queues)
    for (const exchange of subjects) call.scope.program.bindings.push({ queue, exchange, keys: [] });
  return {};
};

const FILTERS = ['filter_subject', 'filter_subjects', 'filterSubjects', 'filterSubject'];

/** How a consumer of a stream is known: by both names. */
const consumersOf = (streams: readonly string[], names: readonly string[]): readonly string[] =>
  streams.flatMap((stream) => names.map((name) => `${stream}.${name}`));

const noteQueue = (call: LibraryCall, names: readonly string[], settings: Settings): void => {
  call.scope.program.queues.push({ protocol: 'nats', names, ...settings, evidence: [call.at] });
};
type Settings = { readonly hasDeadLetter?: boolean; readonly isBounded?: boolean };

const addConsumer = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  const [first, options] = call.args;
  const names = ['durable_name', 'name'].flatMap((key) => namesIn(fieldOf(options, key, program)));
  const filters = FILTERS.flatMap((key) => namesIn(fieldOf(options, key, program)));
  const isBounded = ['max_deliver', 'maxDeliver'].some((key) => fieldOf(options, key, program));
  const isTold = objectsOf(options).length > 0;
  noteQueue(call, consumersOf(namesIn(first), names), isTold ? { hasDeadLetter: false, isBounded } : {});
  return feed(call, consumersOf(namesIn(first), names), filters.length > 0 ? filters : namesIn(first));
};

/** `js.consumers.get('ORDERS', 'billing').consume()`; a consumer that nobody adds here is taken for one of the whole stream. */
const consume = (call: LibraryCall): Recognised | undefined => {
  const got = madeBy(call.callee, /consumers\.get\(\)$/);
  if (!got) return undefined;
  const { program } = call.scope;
  const [stream, consumer] = got.args ?? [];
  const filters = objectsOf(consumer).flatMap((item) => FILTERS.flatMap((key) => namesIn(fieldOf(item, key, program))));
  if (filters.length > 0) return hear(call, filters, true);
  const streams = namesIn(stream);
  const names = consumersOf(streams, namesIn(consumer));
  const unknown = names.filter((name) => !program.bindings.some(({ queue }) => queue === name));
  feed(call, unknown, streams);
  return hear(call, names.length > 0 ? names : streams, true);
};

const ofStreams = (call: LibraryCall): Recognised | undefined => {
  const { path } = call.callee;
  if (/streams\.(?:add|update)$/.test(path)) {
    const names = [...namesIn(call.args[0]), ...namesIn(option(call, 'name'))];
    return feed(call, names, namesIn(option(call, 'subjects')));
  }
  if (/consumers\.(?:add|update)$/.test(path)) return addConsumer(call);
  return /\.(?:consume|fetch|next)$/.test(path) ? consume(call) : undefined;
};

/** `headers.set('Nats-Msg-Id', order.id)` in the function that publishes: JetStream drops what comes again under it. */
const isKnownByHeader = ({ args, fact, scope }: LibraryCall): boolean =>
  fieldOf(args[2], 'headers', scope.program) !== undefined &&
  scope.module.fact.calls.some(
    ({ callee, args: [name, key], in: fn }) =>
      fn === fact.in &&
      callee.kind === 'member' &&
      (callee.name === 'set' || callee.name === 'append') &&
      name?.kind === 'text' &&
      name.text.toLowerCase() === 'nats-msg-id' &&
      key !== undefined &&
      !isFresh(scope.program.evaluate(key, scope)),
  );

/** NATS, JetStream and NATS Streaming. */
export const nats: Library = {
  packages: [
    'nats',
    'node-nats-streaming',
    '@nats-io/nats-core',
    '@nats-io/transport-node',
    '@nats-io/jetstream',
    'nats.ws',
    'ts-nats',
  ],
  recognise: (call) => {
    switch (lastStep(call.callee.path)) {
      case 'publish':
      case 'publishAsync': {
        const names = namesIn(call.args[0]);
        const deed = publish('nats', names, { label: `nats ${names[0] ?? '?'}` });
        return { deeds: [isKnownByHeader(call) ? { ...deed, deduplicated: true } : deed] };
      }
      case 'request':
      case 'requestMany':
        return ask(call);
      case 'subscribe':
      case 'pullSubscribe':
        return subscribe(call);
      case 'on':
        return onMessage(call);
      default:
        return ofStreams(call);
    }
  },
};
