import { classFactOf, classNameOf, methodThing } from '../evaluate/classes.ts';
import type { Method } from '../evaluate/classes.ts';
import { appliedIn, type Applied } from './applied.ts';
import type { Evidence } from '../../../model/evidence.ts';
import { evidenceAt, fieldOf, itemsOf, objectsOf, plainTextsOf, shapesOf, symbolsOf } from '../things.ts';
import type { ClassThing, Handler, Program, Thing } from '../types.ts';

type Decorated = {
  readonly thing: ClassThing;
  readonly method: Method;
  readonly item: Applied;
  readonly run: readonly Thing[];
  readonly evidence: Evidence;
};

/** A message pattern as text: what is written, or an object with its keys in order, as Nest compares them. */
export const patternsOf = (thing: Thing | undefined, program: Program): readonly string[] => {
  const texts = [thing, ...itemsOf(thing)].flatMap((one) => [...plainTextsOf(one), ...symbolsOf(one)]);
  const objects = objectsOf(thing).map((object) => {
    const keys = object.value.entries.flatMap((entry) => (entry.key === undefined ? [] : [entry.key])).sort();
    return keys.map((key) => `${key}:${plainTextsOf(fieldOf(object, key, program))[0] ?? '?'}`).join(',');
  });
  return [...texts, ...objects];
};

/** Keys under which a decorator of one's own usually names what it listens to. */
const NAMING = ['routingKey', 'topic', 'queue', 'pattern', 'channel', 'subject', 'event', 'eventName', 'name'];

const message = (
  one: Decorated,
  protocol: string,
  names: readonly string[],
  more: Partial<Handler> = {},
): readonly Handler[] =>
  names.length === 0
    ? []
    : [
        {
          trigger: 'message',
          protocol,
          name: names.join(' | '),
          channel: { names },
          run: one.run,
          evidence: { ...one.evidence, note: `${protocol} ${names[0] ?? ''}` },
          delivery: {
            redelivers: protocol !== 'nest-request',
            note: one.item.name === '' ? '' : `@${one.item.name}`,
          },
          ...more,
        },
      ];

/** A handler whose pattern could not be told takes something all the same. */
const patterned = (one: Decorated, protocol: string): readonly Handler[] => {
  const { args } = one.item;
  const names = patternsOf(args()[0], one.thing.scope.program);
  if (names.length > 0 || args().length === 0) return message(one, protocol, names);
  const name = `${protocol} ?`;
  return message(one, protocol, [name], { name, channel: { names: [], asked: true } });
};

const grpc = (one: Decorated): readonly Handler[] => {
  const [service, method] = one.item.args().map((arg) => plainTextsOf(arg)[0]);
  const name = service ?? classNameOf(one.thing).replace(/Controller$/, '');
  const own = one.method.fact.name ?? '';
  const called = method ?? own.charAt(0).toUpperCase() + own.slice(1);
  return [
    {
      trigger: 'rpc',
      protocol: 'grpc',
      name: `${name}/${called}`,
      rpc: { service: name, method: called },
      run: one.run,
      evidence: one.evidence,
    },
  ];
};

const rabbit = (one: Decorated): readonly Handler[] => {
  const { program } = one.thing.scope;
  const [options] = one.item.args();
  const exchange = shapesOf(fieldOf(options, 'exchange', program));
  const keys = shapesOfAll(fieldOf(options, 'routingKey', program));
  const queue = shapesOf(fieldOf(options, 'queue', program));
  const names = exchange.length > 0 ? exchange : queue;
  const rpc = one.item.name === 'RabbitRPC' ? { protocol: 'rabbitmq-rpc' } : {};
  const name =
    keys.length > 0 ? names.flatMap((of) => keys.map((key) => `${of}/${key}`)).join(' | ') : names.join(' | ');
  return message(one, 'rabbitmq', names, { name, channel: { names, ...(keys.length > 0 ? { keys } : {}) }, ...rpc });
};

const shapesOfAll = (thing: Thing | undefined): readonly string[] => [
  ...shapesOf(thing),
  ...itemsOf(thing).flatMap((item) => shapesOf(item)),
];

const processorOf = (thing: ClassThing): Applied | undefined =>
  appliedIn(classFactOf(thing)?.decorators ?? [], thing).find(({ name }) => name === 'Processor');

const queueOf = (thing: ClassThing): readonly string[] => {
  const [arg] = processorOf(thing)?.args() ?? [];
  return [...plainTextsOf(arg), ...plainTextsOf(fieldOf(arg, 'name', thing.scope.program))];
};

/** A job of a queue; several methods may each take the jobs of one name. */
const processes = (one: Decorated): readonly Handler[] => {
  const [arg] = one.item.args();
  const jobs = [...plainTextsOf(arg), ...plainTextsOf(fieldOf(arg, 'name', one.thing.scope.program))];
  const queues = queueOf(one.thing);
  return message(one, 'bull', queues, { name: [...queues, ...jobs].join(' ') });
};

/** The one method that takes all jobs of a queue, in a class whose decorator names it. */
export const queueHandlers = (thing: ClassThing, methods: readonly Method[], self: Thing): readonly Handler[] => {
  const item = processorOf(thing);
  const method = methods.find(({ fact }) => fact.name === 'process' && fact.decorators.length === 0);
  if (!item || !method) return [];
  const run = [methodThing(method, self)];
  return message({ thing, method, item, run, evidence: evidenceAt(thing.scope, item.at) }, 'bull', queueOf(thing));
};

/** What a decorator of the workspace writes down and something registers at run time: a channel's name is among it. */
const noted = (one: Decorated): readonly Handler[] => {
  const names = one.item
    .args()
    .slice(1)
    .flatMap((thing) =>
      NAMING.slice(0, 7).flatMap((key) => plainTextsOf(fieldOf(thing, key, one.thing.scope.program))),
    );
  return message(one, 'any', [...new Set(names)]);
};

/** What the decorators of messaging libraries register on a method. */
export const messageHandlers = (one: Decorated): readonly Handler[] => {
  const { program } = one.thing.scope;
  switch (one.item.name) {
    case 'MessagePattern':
      return patterned(one, 'nest-request');
    case 'EventPattern':
      return patterned(one, 'nest-event');
    case 'GrpcMethod':
    case 'GrpcStreamMethod':
    case 'GrpcStreamCall':
      return grpc(one);
    case 'RabbitSubscribe':
    case 'RabbitRPC':
    case 'RabbitHandler':
      return rabbit(one);
    case 'Process':
      return processes(one);
    case 'SqsMessageHandler':
      return message(one, 'sqs', patternsOf(one.item.args()[0], program));
    case 'KafkaListener':
    case 'SubscribeTo':
    case 'KafkaSubscribe':
      return message(one, 'kafka', patternsOf(one.item.args()[0], program));
    case 'SetMetadata':
      return one.item.isComposed ? noted(one) : [];
    default:
      return [];
  }
};
