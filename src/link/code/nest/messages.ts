import { classFactOf, classNameOf, methodThing } from '../evaluate/classes.ts';
import type { Method } from '../evaluate/classes.ts';
import type { Evidence } from '../../../model/evidence.ts';
import type { DecoratorFact } from '../../../model/fact/module.ts';
import {
  evidenceAt,
  fieldOf,
  functionsOf,
  itemsOf,
  objectsOf,
  optionsOf,
  plainTextsOf,
  shapesOf,
  symbolsOf,
} from '../things.ts';
import type { ClassThing, Handler, Program, Thing } from '../types.ts';

type Decorated = {
  readonly thing: ClassThing;
  readonly method: Method;
  readonly item: DecoratorFact;
  readonly run: readonly Thing[];
  readonly evidence: Evidence;
};

const argThings = (one: Decorated): readonly Thing[] =>
  one.item.args.map((arg) => one.thing.scope.program.evaluate(arg, one.thing.scope));

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
            note: one.item.name.kind === 'name' ? `@${one.item.name.name}` : '',
          },
          ...more,
        },
      ];

const grpc = (one: Decorated): readonly Handler[] => {
  const [service, method] = argThings(one).map((arg) => plainTextsOf(arg)[0]);
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
  const [options] = argThings(one);
  const exchange = shapesOf(fieldOf(options, 'exchange', program));
  const keys = shapesOfAll(fieldOf(options, 'routingKey', program));
  const queue = shapesOf(fieldOf(options, 'queue', program));
  const [kind] = one.item.name.kind === 'name' ? [one.item.name.name] : [''];
  const names = exchange.length > 0 ? exchange : queue;
  const rpc = kind === 'RabbitRPC' ? { protocol: 'rabbitmq-rpc' } : {};
  return message(one, 'rabbitmq', names, { channel: { names, ...(keys.length > 0 ? { keys } : {}) }, ...rpc });
};

const shapesOfAll = (thing: Thing | undefined): readonly string[] => [
  ...shapesOf(thing),
  ...itemsOf(thing).flatMap((item) => shapesOf(item)),
];

const processorOf = (thing: ClassThing): DecoratorFact | undefined =>
  classFactOf(thing)?.decorators.find(({ name }) => name.kind === 'name' && name.name === 'Processor');

const queueOf = (thing: ClassThing): readonly string[] => {
  const { program } = thing.scope;
  const [first] = processorOf(thing)?.args ?? [];
  const arg = first && program.evaluate(first, thing.scope);
  return [...plainTextsOf(arg), ...plainTextsOf(fieldOf(arg, 'name', program))];
};

/** A job of a queue; several methods may each take the jobs of one name. */
const processes = (one: Decorated): readonly Handler[] => {
  const [arg] = argThings(one);
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

/** A decorator written in the workspace that carries a channel's name: what it registers is found out at run time. */
const custom = (one: Decorated): readonly Handler[] => {
  const { program } = one.thing.scope;
  const callee = program.evaluate(one.item.name, one.thing.scope);
  const [fn] = functionsOf(callee);
  if (!fn) return [];
  const made = optionsOf(program.call(fn, argThings(one), one.thing.scope));
  const metadata = made.flatMap((option) =>
    option.kind === 'library' && option.path === 'SetMetadata()' ? (option.args ?? []).slice(1) : [],
  );
  const names = metadata.flatMap((thing) =>
    NAMING.slice(0, 7).flatMap((key) => plainTextsOf(fieldOf(thing, key, program))),
  );
  return message(one, 'any', [...new Set(names)]);
};

/** What the decorators of messaging libraries register on a method. */
export const messageHandlers = (one: Decorated): readonly Handler[] => {
  const { program } = one.thing.scope;
  const { name } = one.item;
  const called = name.kind === 'name' || name.kind === 'member' ? name.name : '';
  switch (called) {
    case 'MessagePattern':
      return message(one, 'nest-request', patternsOf(argThings(one)[0], program));
    case 'EventPattern':
      return message(one, 'nest-event', patternsOf(argThings(one)[0], program));
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
      return message(one, 'sqs', patternsOf(argThings(one)[0], program));
    case 'KafkaListener':
    case 'SubscribeTo':
    case 'KafkaSubscribe':
      return message(one, 'kafka', patternsOf(argThings(one)[0], program));
    default:
      return custom(one);
  }
};
