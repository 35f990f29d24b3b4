import { methodOf, methodThing } from '../evaluate/classes.ts';
import { lastStep } from '../things.ts';
import type { InstanceThing, LibraryCall, LibraryThing, Module, Recognised } from '../types.ts';
import { listen, namesIn, publish } from './kit.ts';

/*
 * Teams share base classes for their messages through a package that is published and not in the repository:
 * `class OrderCreatedListener extends Listener { subject = Subjects.OrderCreated; onMessage(data, msg) { … } }`.
 * What such a base does nobody can read here; what its heirs say is plain.
 */

const CHANNELS = ['subject', 'topic', 'topics', 'exchange', 'exchangeName', 'queue', 'queueName', 'channel', 'stream'];
const EVENTS = ['eventName', 'eventType', 'event', 'pattern'];
const KEYS = ['routingKey', 'routingKeys', 'bindingKey'];

const HEARS = /(?:Listener|Consumer|Subscriber)\(\)$/;
const STARTS = /^(?:listen|start|consume|subscribe|run|init|initialize|connect)$/;
const HANDLES = [
  'onMessage',
  'handleMessage',
  'handle',
  'onEvent',
  'handleEvent',
  'processMessage',
  'process',
  'eachMessage',
];

const SPEAKS = /(?:Publisher|Producer|Emitter|Sender)\(\)$/;
const SENDS = /^(?:publish|emit|send|produce|publishEvent|publishMessage|sendMessage|dispatch)$/;

/** The instance of a base class from elsewhere that a thing was reached through. */
export const heirIn = (thing: LibraryThing): LibraryThing | undefined => {
  for (let step: LibraryThing | undefined = thing; step; step = step.parent) if (step.heir) return step;
  return undefined;
};

/** Calls of what a class inherits from a base of messages that is not in the workspace. */
export const recogniseHeir = (call: LibraryCall): Recognised | undefined => {
  const base = heirIn(call.callee);
  if (!base?.heir) return undefined;
  const name = lastStep(call.callee.path);
  const self = call.scope.program.instance(base.heir, undefined);
  if (HEARS.test(base.path) && STARTS.test(name)) return hear(call, self);
  return SPEAKS.test(base.path) && SENDS.test(name) ? speak(call, self) : undefined;
};

function hear(call: LibraryCall, self: InstanceThing): Recognised | undefined {
  const { names, keys } = channelOf(call, self);
  const method = HANDLES.map((name) => methodOf(self.of, name)).find((found) => found !== undefined);
  if (names.length === 0 || !method) return undefined;
  const { protocol, redelivers } = brokerOf(call, self);
  const note = redelivers ? 'redelivered until acknowledged' : 'delivered at most once';
  return listen(call, { protocol, names, keys, run: [methodThing(method, self)], redelivers, note });
}

function speak(call: LibraryCall, self: InstanceThing): Recognised | undefined {
  const { names, keys } = channelOf(call, self);
  const told = names.length > 0 ? names : namesIn(call.args[0]);
  if (told.length === 0) return undefined;
  const { protocol } = brokerOf(call, self);
  return {
    deeds: [publish(protocol, told, { ...(keys.length > 0 ? { keys } : {}), label: `${protocol} ${told[0]}` })],
  };
}

/** What the class itself says of its channel, in fields and getters. */
function channelOf(
  call: LibraryCall,
  self: InstanceThing,
): { readonly names: readonly string[]; readonly keys: readonly string[] } {
  const said = (field: string): readonly string[] => namesIn(call.scope.program.member(self, field, self.of.scope));
  const first = (fields: readonly string[]): readonly string[] =>
    fields.map(said).find((names) => names.length > 0) ?? [];
  const channel = first(CHANNELS);
  return { names: channel.length > 0 ? channel : first(EVENTS), keys: first(KEYS) };
}

const BROKERS: readonly (readonly [packages: RegExp, protocol: string, redelivers: boolean])[] = [
  [/^(?:node-nats-streaming|@nats-io\/jetstream)$/, 'nats', true],
  [/^(?:nats|@nats-io\/.*)$/, 'nats', false],
  [/^(?:kafkajs|kafka-node|node-rdkafka|@confluentinc\/.*)$/, 'kafka', true],
  [/^(?:amqplib|amqp-connection-manager|rabbitmq-client)$/, 'rabbitmq', true],
  [/^(?:ioredis|redis)$/, 'redis', false],
];

type Broker = { readonly protocol: string; readonly redelivers: boolean };

/** What the class's own file speaks to, else the only broker that the service imports. */
function brokerOf({ scope: { program } }: LibraryCall, self: InstanceThing): Broker {
  const here = brokersIn([self.of.scope.module]);
  if (here.length > 0) return here[0] ?? { protocol: 'any', redelivers: false };
  const all = brokersIn(program.files.flatMap((file) => program.workspace.moduleOf(file) ?? []));
  return all.length === 1 && all[0] ? all[0] : { protocol: 'any', redelivers: false };
}

const brokersIn = (modules: readonly Module[]): readonly Broker[] => {
  const packages = new Set(modules.flatMap(({ fact }) => fact.imports.map(({ from }) => from)));
  const found = BROKERS.filter(([pattern]) => [...packages].some((name) => pattern.test(name)));
  return found.map(([, protocol, redelivers]) => ({ protocol, redelivers }));
};
