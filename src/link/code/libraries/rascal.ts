import { fieldOf, itemsOf, lastStep, madeBy, NOTHING, objectsOf, plainTextsOf } from '../things.ts';
import type { Library, LibraryCall, LibraryThing, Program, Recognised, Thing } from '../types.ts';
import { callbacks, libraryThing, listen, madeOf, namesIn, publish } from './kit.ts';

const CREATES = /(?:^|\.)(?:create|createBroker|createBrokerAsPromised)$/;
const BROKER = /(?:^|\.)(?:create|createBroker|createBrokerAsPromised)\(\)$/;

/** The values of an object with their keys. */
const entriesOf = (thing: Thing | undefined, program: Program): readonly (readonly [string, Thing])[] =>
  objectsOf(thing).flatMap((object) =>
    object.value.entries.flatMap(({ key }) =>
      key === undefined ? [] : [[key, program.member(object, key, object.scope)] as const],
    ),
  );

/** Each virtual host of a configuration, and the configuration itself, which may name publications for all of them. */
const partsOf = (config: Thing | undefined, program: Program): readonly Thing[] => [
  ...entriesOf(fieldOf(config, 'vhosts', program), program).map(([, vhost]) => vhost),
  ...(config ? [config] : []),
];

/** `exchange[key, key] -> queue` */
const ARROW = /^\s*([^[\s]+)\s*(?:\[([^\]]*)\])?\s*->\s*(\S+)\s*$/;

const noteArrow = (text: string, program: Program): void => {
  const [, exchange, keys = '', queue] = ARROW.exec(text) ?? [];
  if (exchange !== undefined && queue !== undefined)
    program.bindings.push({
      queue,
      exchange,
      keys: keys
        .split(',')
        .map((key) => key.trim())
        .filter(Boolean),
    });
};

const noteBinding = (thing: Thing, program: Program): void => {
  for (const text of plainTextsOf(thing)) noteArrow(text, program);
  const keys = ['bindingKey', 'bindingKeys'].flatMap((key) => namesIn(fieldOf(thing, key, program)));
  for (const exchange of namesIn(fieldOf(thing, 'source', program)))
    for (const queue of namesIn(fieldOf(thing, 'destination', program)))
      program.bindings.push({ queue, exchange, keys });
};

const noteBindings = (config: Thing | undefined, program: Program): void => {
  for (const part of partsOf(config, program)) {
    const bindings = fieldOf(part, 'bindings', program);
    for (const item of itemsOf(bindings)) noteBinding(item, program);
    for (const [key, item] of entriesOf(bindings, program)) {
      noteArrow(key, program);
      noteBinding(item, program);
    }
  }
};

/** What the broker's configuration says of a publication or subscription of this name. */
const configured = (
  call: LibraryCall,
  broker: LibraryThing | undefined,
  kind: 'publications' | 'subscriptions',
): Thing | undefined => {
  const { program } = call.scope;
  const names = namesIn(call.args[0]);
  for (const part of partsOf(broker?.args?.[0], program)) {
    for (const [key, item] of entriesOf(fieldOf(part, kind, program), program)) if (names.includes(key)) return item;
  }
  return undefined;
};

const publication = (call: LibraryCall, broker: LibraryThing | undefined): Recognised => {
  const { program } = call.scope;
  const given = configured(call, broker, 'publications');
  const exchanges = namesIn(fieldOf(given, 'exchange', program));
  const label = `rabbitmq ${namesIn(call.args[0])[0] ?? '?'}`;
  if (exchanges.length === 0)
    return { deeds: [publish('rabbitmq', namesIn(fieldOf(given, 'queue', program)), { label })] };
  const [, , override] = call.args;
  const own = [...namesIn(override), ...namesIn(fieldOf(override, 'routingKey', program))];
  const keys = own.length > 0 ? own : namesIn(fieldOf(given, 'routingKey', program));
  return { deeds: [publish('rabbitmq', exchanges, { keys, label })] };
};

const onMessage = (call: LibraryCall): Recognised | undefined => {
  const subscribed = madeBy(call.callee, /subscribe\(\)$/);
  if (!subscribed || !plainTextsOf(call.args[0]).includes('message')) return undefined;
  const asked = { ...call, args: subscribed.args ?? [] };
  const given = configured(asked, madeBy(subscribed, BROKER), 'subscriptions');
  return listen(call, {
    protocol: 'rabbitmq',
    names: namesIn(fieldOf(given, 'queue', call.scope.program)),
    run: callbacks(call),
    redelivers: true,
    note: 'an unacknowledged message is delivered again',
  });
};

/** Rascal: publications, subscriptions and bindings by one configuration. */
export const rascal: Library = {
  packages: ['rascal'],
  result: (callee, args) => (lastStep(callee.path) === 'withDefaultConfig' ? args[0] : undefined),
  recognise: (call) => {
    const { path } = call.callee;
    const made = () => madeOf(call) ?? libraryThing(call.callee, `${path}()`);
    if (CREATES.test(path)) {
      noteBindings(call.args[0], call.scope.program);
      return { callbackArgs: [NOTHING, made()] };
    }
    switch (lastStep(path)) {
      case 'publish':
        return publication(call, madeBy(call.callee, BROKER));
      case 'subscribe':
        return { callbackArgs: [NOTHING, made()] };
      case 'on':
        return onMessage(call);
      default:
        return undefined;
    }
  },
};
