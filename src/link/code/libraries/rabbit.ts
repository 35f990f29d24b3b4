import {
  fieldOf,
  functionsOf,
  itemsOf,
  lastStep,
  librariesOf,
  madeBy,
  NOTHING,
  objectsOf,
  optionsOf,
} from '../things.ts';
import type { CallDeed, Library, LibraryCall, Recognised, Thing } from '../types.ts';
import { amountOf } from './patience/amounts.ts';
import { queueSettings } from './queues.ts';
import { callbacks, isAnswer, libraryThing, listen, madeOf, namesIn, option, publish } from './kit.ts';

/** A queue's name; one that the broker names is known by where it is asserted. */
const queuesOf = (thing: Thing | undefined): readonly string[] => {
  const names = namesIn(thing).filter((name) => name !== '');
  if (names.length > 0) return names;
  return optionsOf(thing)
    .flatMap((item) => librariesOf(item))
    .flatMap((item) => {
      const asserted = madeBy(item, /assertQueue\(\)$/);
      const given = namesIn(asserted?.args?.[0]).filter((name) => name !== '');
      if (given.length > 0 || !asserted) return given;
      const service = asserted.scope?.program.service.name ?? '';
      return [`(${service}:${asserted.at?.file ?? ''}:${asserted.at?.line ?? 0})`];
    });
};

type Going = { readonly names: readonly string[]; readonly keys?: readonly string[]; readonly openKey?: boolean };

/** What clients wait for an answer, where they are told nothing. */
const WAITS: Readonly<Record<string, number>> = { '@golevelup/nestjs-rabbitmq': 10_000, 'rabbitmq-client': 30_000 };

const askedWithin = (call: LibraryCall): Pick<CallDeed, 'deadline' | 'waiting'> => {
  const given = option(call, 'timeout');
  const ms = given ? amountOf(given) : WAITS[call.callee.package];
  if (!given && ms === undefined) return { deadline: 'none' };
  const by = given ? 'call' : 'library';
  return { deadline: 'set', waiting: { limits: [{ by, at: call.at, ...(ms === undefined ? {} : { ms }) }] } };
};

const asking = (call: LibraryCall, { names, keys }: Going): CallDeed => ({
  kind: 'call',
  protocol: 'rabbitmq',
  urls: [],
  pattern: names,
  ...(keys?.length ? { keys } : {}),
  label: `rabbitmq ${keys?.[0] ?? names[0] ?? '?'}`,
  ...askedWithin(call),
});

/** A message that names where to answer is a request: its sender waits. */
const sent = (call: LibraryCall, going: Going, properties?: Thing): Recognised => {
  if (isAnswer(call)) return {};
  const isRequest = objectsOf(properties).some((object) => fieldOf(object, 'replyTo', call.scope.program));
  if (isRequest) return { deeds: [asking(call, going)] };
  const { names, keys, openKey } = going;
  return {
    deeds: [
      publish('rabbitmq', names, {
        label: `rabbitmq ${names[0] ?? '?'} ${keys?.[0] ?? ''}`.trim(),
        ...(openKey ? { openKey } : {}),
        ...(keys ? { keys: keys.filter((key) => key !== '') } : {}),
      }),
    ],
  };
};

/** To an exchange by a key; the exchange without a name leads to the queue that the key names. */
const goingTo = (exchange: Thing | undefined, key: Thing | undefined): Going => {
  const exchanges = namesIn(exchange);
  const keys = namesIn(key);
  if (exchanges.length === 1 && exchanges[0] === '') return { names: keys };
  return { names: exchanges, keys, openKey: keys.length === 0 && key !== undefined };
};

/** `{ exchange, routingKey }` of rabbitmq-client; without an exchange, or as a text, it is a queue. */
const envelope = (call: LibraryCall): Going => {
  const exchange = option(call, 'exchange');
  if (exchange) return goingTo(exchange, option(call, 'routingKey'));
  const key = namesIn(option(call, 'routingKey'));
  return { names: key.length > 0 ? key : namesIn(call.args[0]) };
};

const bind = (call: LibraryCall, queues: readonly string[]): Recognised => {
  const keys = namesIn(call.args[2]).filter((key) => key !== '');
  for (const queue of queues) {
    for (const exchange of namesIn(call.args[1])) call.scope.program.bindings.push({ queue, exchange, keys });
  }
  return {};
};

const take = (call: LibraryCall, names: readonly string[]): Recognised => {
  const forgets = optionsOf(option(call, 'noAck')).some((thing) => thing.kind === 'boolean' && thing.boolean);
  return listen(call, {
    protocol: 'rabbitmq',
    names,
    run: callbacks(call),
    redelivers: !forgets,
    note: forgets
      ? 'without acknowledgement it is delivered once at most'
      : 'an unacknowledged message is delivered again',
  });
};

/** `connection.createConsumer({ queue, queueBindings }, handler)` of rabbitmq-client. */
const createConsumer = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  const names = namesIn(option(call, 'queue'));
  const settings = queueSettings(option(call, 'queueOptions'), program);
  program.queues.push({ protocol: 'rabbitmq', names, ...settings, evidence: [call.at] });
  for (const item of itemsOf(option(call, 'queueBindings'))) {
    for (const exchange of namesIn(fieldOf(item, 'exchange', program))) {
      for (const queue of names)
        program.bindings.push({ queue, exchange, keys: namesIn(fieldOf(item, 'routingKey', program)) });
    }
  }
  return take(call, names);
};

/** `createSubscriber(handler, { exchange, routingKey, queue })` of golevelup. */
const createSubscriber = (call: LibraryCall): Recognised => {
  const exchange = namesIn(option(call, 'exchange'));
  return listen(call, {
    protocol: 'rabbitmq',
    names: exchange.length > 0 ? exchange : namesIn(option(call, 'queue')),
    keys: namesIn(option(call, 'routingKey')),
    run: callbacks(call).slice(0, 1),
    redelivers: true,
    note: 'an unacknowledged message is delivered again',
  });
};

const noteQueue = (call: LibraryCall, names: readonly string[]): void => {
  const { program } = call.scope;
  const own = names.length > 0 ? names : [`(${program.service.name}:${call.at.file}:${call.at.line})`];
  const settings = queueSettings(call.args[1], program);
  program.queues.push({ protocol: 'rabbitmq', names: own, ...settings, evidence: [call.at] });
};

const connected = (call: LibraryCall): Recognised => ({
  callbackArgs: [NOTHING, madeOf(call) ?? libraryThing(call.callee, `${call.callee.path}()`)],
});
const setUp = (call: LibraryCall): Recognised => ({ callbackArgs: [libraryThing(call.callee, 'ConfirmChannel()')] });

const sending = (call: LibraryCall, name: string): Recognised | undefined => {
  switch (name) {
    case 'publish':
      return call.args.length < 2
        ? sent(call, envelope(call))
        : sent(call, goingTo(call.args[0], call.args[1]), call.args[3]);
    case 'sendToQueue':
      return sent(call, { names: queuesOf(call.args[0]) }, call.args[2]);
    case 'basicPublish':
      return sent(call, envelope(call));
    case 'send':
      return call.callee.path.includes('createRPCClient()')
        ? { deeds: [asking(call, envelope(call))] }
        : sent(call, envelope(call));
    case 'request':
      return { deeds: [asking(call, envelope(call))] };
    default:
      return undefined;
  }
};

const taking = (call: LibraryCall, name: string): Recognised | undefined => {
  switch (name) {
    case 'bindQueue':
      return bind(call, queuesOf(call.args[0]));
    case 'bindExchange':
      return bind(call, namesIn(call.args[0]));
    case 'consume':
      return functionsOf(call.args[1]).length > 0 ? take(call, queuesOf(call.args[0])) : undefined;
    case 'basicConsume':
      return take(call, namesIn(option(call, 'queue')));
    case 'createConsumer':
      return createConsumer(call);
    case 'createSubscriber':
      return createSubscriber(call);
    default:
      return undefined;
  }
};

/** amqplib and the clients built on it. */
export const rabbit: Library = {
  packages: [
    'amqplib',
    'amqp-connection-manager',
    '@golevelup/nestjs-rabbitmq',
    'rabbitmq-client',
    'amqp-ts',
    'node-amqp',
    '@cloudamqp/amqp-client',
  ],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    switch (name) {
      case 'assertQueue':
        noteQueue(call, queuesOf(call.args[0]));
        return connected(call);
      case 'connect':
        return connected(call);
      case 'createChannel':
      case 'createConfirmChannel':
        return option(call, 'setup') ? setUp(call) : connected(call);
      case 'addSetup':
        return setUp(call);
      default:
        return sending(call, name) ?? taking(call, name);
    }
  },
};
