import { fieldOf, functionsOf, itemsOf, lastStep, librariesOf, madeBy, NOTHING, optionsOf } from '../things.ts';
import type { Library, LibraryCall, Recognised, Thing } from '../types.ts';
import { callbacks, libraryThing, listen, namesIn, option, publish } from './kit.ts';

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

const toExchange = (call: LibraryCall): Recognised => {
  const exchange = namesIn(call.args[0]);
  const keys = namesIn(call.args[1]);
  const isDefault = exchange.length === 1 && exchange[0] === '';
  const names = isDefault ? keys : exchange;
  const openKey = !isDefault && keys.length === 0 && call.args[1] !== undefined;
  return {
    deeds: [
      publish('rabbitmq', names, {
        label: `rabbitmq ${names[0] ?? '?'} ${keys[0] ?? ''}`.trim(),
        openKey,
        ...(isDefault ? {} : { keys: keys.filter((key) => key !== '') }),
      }),
    ],
  };
};

const bind = (call: LibraryCall): Recognised => {
  const keys = namesIn(call.args[2]).filter((key) => key !== '');
  for (const queue of queuesOf(call.args[0])) {
    for (const exchange of namesIn(call.args[1])) call.scope.program.bindings.push({ queue, exchange, keys });
  }
  return {};
};

const consume = (call: LibraryCall): Recognised =>
  listen(call, {
    protocol: 'rabbitmq',
    names: queuesOf(call.args[0]),
    run: callbacks(call),
    redelivers: true,
    note: 'an unacknowledged message is delivered again',
  });

/** `connection.createConsumer({ queue, queueBindings }, handler)` of rabbitmq-client. */
const createConsumer = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  const names = namesIn(option(call, 'queue'));
  for (const item of itemsOf(option(call, 'queueBindings'))) {
    for (const exchange of namesIn(fieldOf(item, 'exchange', program))) {
      for (const queue of names)
        program.bindings.push({ queue, exchange, keys: namesIn(fieldOf(item, 'routingKey', program)) });
    }
  }
  return listen(call, {
    protocol: 'rabbitmq',
    names,
    run: callbacks(call),
    redelivers: true,
    note: 'an unacknowledged message is delivered again',
  });
};

const sendMessage = (call: LibraryCall): Recognised => {
  const exchange = namesIn(option(call, 'exchange'));
  const keys = namesIn(option(call, 'routingKey'));
  const names = exchange.length > 0 ? exchange : keys.length > 0 ? keys : namesIn(call.args[0]);
  return {
    deeds: [
      publish('rabbitmq', names, { label: `rabbitmq ${names[0] ?? '?'}`, ...(exchange.length > 0 ? { keys } : {}) }),
    ],
  };
};

const request = (call: LibraryCall): Recognised => {
  const exchange = namesIn(option(call, 'exchange'));
  const keys = namesIn(option(call, 'routingKey'));
  return {
    deeds: [
      {
        kind: 'call',
        protocol: 'rabbitmq',
        urls: [],
        pattern: [...keys, ...exchange],
        label: `rabbitmq ${keys[0] ?? '?'}`,
        deadline: option(call, 'timeout') ? 'set' : 'none',
      },
    ],
  };
};

const connected = (call: LibraryCall): Recognised => ({
  callbackArgs: [NOTHING, libraryThing(call.callee, `${call.callee.path}()`)],
});
const setUp = (call: LibraryCall): Recognised => ({ callbackArgs: [libraryThing(call.callee, 'ConfirmChannel()')] });

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
    switch (lastStep(call.callee.path)) {
      case 'publish':
        return call.args.length < 2 ? sendMessage(call) : toExchange(call);
      case 'sendToQueue':
        return {
          deeds: [
            publish('rabbitmq', queuesOf(call.args[0]), { label: `rabbitmq ${queuesOf(call.args[0])[0] ?? '?'}` }),
          ],
        };
      case 'send':
        return sendMessage(call);
      case 'request':
        return request(call);
      case 'bindQueue':
        return bind(call);
      case 'consume':
        return functionsOf(call.args[1]).length > 0 ? consume(call) : undefined;
      case 'createConsumer':
        return createConsumer(call);
      case 'connect':
        return connected(call);
      case 'createChannel':
      case 'createConfirmChannel':
        return option(call, 'setup') ? setUp(call) : connected(call);
      case 'addSetup':
        return setUp(call);
      default:
        return undefined;
    }
  },
};
