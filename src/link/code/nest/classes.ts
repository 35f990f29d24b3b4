import { own } from '../../../model/own.ts';
import type { Evidence } from '../../../model/evidence.ts';
import type { At } from '../../../model/fact/module.ts';
import { classFactOf, classNameOf, lineOf, methodThing } from '../evaluate/classes.ts';
import type { Method } from '../evaluate/classes.ts';
import { evidenceAt, fieldOf, itemsOf, lastStep, librariesOf, optionsOf, plainTextsOf, shapesOf } from '../things.ts';
import { pascal, rpcHandler, rpcsOf } from '../libraries/descriptors.ts';
import type { ClassThing, Handler, Program, Thing } from '../types.ts';
import { noteListener } from '../libraries/emitters.ts';
import { appliedIn, type Applied } from './applied.ts';
import { messageHandlers, queueHandlers } from './messages.ts';
import { isLeftOut } from './named.ts';
import { basePath, fullPath } from './paths.ts';
import { fieldOfResolver } from './resolvers.ts';

const VERBS: Readonly<Record<string, string>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  All: 'ANY',
  Head: 'HEAD',
  Options: 'OPTIONS',
  Sse: 'GET',
  HttpGet: 'GET',
  HttpPost: 'POST',
  HttpPut: 'PUT',
  HttpPatch: 'PATCH',
  HttpDelete: 'DELETE',
};
const CONTROLLERS = new Set(['Controller', 'JsonController', 'RestController', 'Route', 'controller', 'Crud']);
const GUARDS = new Set(['UseGuards', 'UseInterceptors', 'UsePipes', 'UseFilters', 'Auth', 'UseMiddleware']);
const GUARD_METHODS = ['canActivate', 'intercept', 'transform', 'use', 'validate', 'handleRequest'];

const pathsIn = (item: Applied, { scope: { program } }: ClassThing): readonly string[] => {
  const [value] = item.args();
  if (!value) return [''];
  const inObject = fieldOf(value, 'path', program);
  const found = [...shapesOf(value), ...itemsOf(value).flatMap((one) => shapesOf(one)), ...shapesOf(inObject)];
  return found.length > 0 ? found : [''];
};

/** The versions that a decorator gives; a neutral one is empty, and keeps the standard from being taken. */
const versionsOf = (item: Applied | undefined, thing: ClassThing): readonly string[] => {
  const [value] = item?.args() ?? [];
  const given = item?.name === 'Version' ? value : fieldOf(value, 'version', thing.scope.program);
  return [given, ...itemsOf(given)].flatMap((one) => [...plainTextsOf(one), ...(isNeutral(one) ? [''] : [])]);
};

const isNeutral = (thing: Thing | undefined): boolean =>
  librariesOf(thing).some(({ path }) => lastStep(path) === 'VERSION_NEUTRAL');

/** Guards and interceptors run before the handler they are put on. */
const guardsOf = (decorators: readonly Applied[], thing: ClassThing): readonly Thing[] =>
  decorators.flatMap((item) => {
    if (!GUARDS.has(item.name)) return [];
    const { program } = thing.scope;
    return item.args().flatMap((arg) =>
      optionsOf(arg).flatMap((option): Thing[] => {
        const instance = option.kind === 'class' ? program.instance(option, undefined) : option;
        if (instance.kind !== 'instance') return [];
        return GUARD_METHODS.map((name) => program.member(instance, name, thing.scope)).filter(
          (method) => method.kind === 'function',
        );
      }),
    );
  });

export type Decorated = {
  readonly thing: ClassThing;
  readonly method: Method;
  readonly item: Applied;
  /** All that stand on the method, this one among them. */
  readonly beside: readonly Applied[];
  readonly run: readonly Thing[];
  readonly evidence: Evidence;
};

const methodsOf = (thing: ClassThing): readonly Method[] => {
  const seen = new Set<string>();
  return lineOf(thing).flatMap((of) =>
    (classFactOf(of)?.methods ?? []).flatMap((id) => {
      const fact = of.scope.module.fact.functions[id];
      if (!fact || seen.has(fact.name ?? '')) return [];
      seen.add(fact.name ?? '');
      return [{ of, id, fact }];
    }),
  );
};

const routeOf = (one: Decorated, controller: Applied | undefined): readonly Handler[] => {
  const verb = own(VERBS, one.item.name);
  if (verb === undefined || !controller) return [];
  const given = versionsOf(
    one.beside.find(({ name }) => name === 'Version'),
    one.thing,
  );
  const found = given.length > 0 ? given : versionsOf(controller, one.thing);
  const versions = found.length > 0 ? found : [undefined];
  const paths = pathsIn(controller, one.thing).flatMap((prefix) =>
    pathsIn(one.item, one.thing).flatMap((path) =>
      versions.map((version) => fullPath(one.thing, [prefix, path], version)),
    ),
  );
  return [...new Set(paths)].map((full): Handler => {
    return {
      trigger: 'http',
      protocol: 'http',
      name: `${verb} ${full}`,
      method: verb,
      path: full,
      ...basePath(one.thing.scope.program),
      run: one.run,
      evidence: { ...one.evidence, note: `${verb} ${full}` },
    };
  });
};

const SCHEDULES = new Set(['Cron', 'Interval', 'Timeout', 'OnEvent', 'OnQueueEvent']);
const START = new Set(['onModuleInit', 'onApplicationBootstrap', 'onApplicationStart']);

const otherOf = (one: Decorated, resolver: Applied | undefined): readonly Handler[] => {
  const { name } = one.item;
  const own = `${classNameOf(one.thing)}.${one.method.fact.name ?? ''}`;
  if (name === 'OnEvent') {
    const { program } = one.thing.scope;
    const [event] = one.item.args();
    for (const text of [...plainTextsOf(event), ...itemsOf(event).flatMap((item) => plainTextsOf(item))])
      noteListener(program, text, one.run);
  }
  if (SCHEDULES.has(name))
    return [
      {
        trigger: 'schedule',
        protocol: name === 'OnEvent' ? 'in-process' : 'schedule',
        name: own,
        run: one.run,
        evidence: one.evidence,
      },
    ];
  return resolver ? fieldOfResolver(one, name, resolver) : [];
};

const startHandlers = (thing: ClassThing, methods: readonly Method[], self: Thing): readonly Handler[] =>
  methods.flatMap((method) =>
    START.has(method.fact.name ?? '')
      ? [
          {
            trigger: 'start' as const,
            protocol: 'start',
            name: `start ${classNameOf(thing)}`,
            run: [methodThing(method, self)],
            evidence: evidenceAt(method.of.scope, method.fact.at),
          },
        ]
      : [],
  );

/** `@OrdersControllerMethods()`, as ts-proto writes it, puts `@GrpcMethod` on every method of the contract. */
const generatedMethods = (
  decorators: readonly Applied[],
  thing: ClassThing,
  methods: readonly Method[],
  self: Thing,
): readonly Handler[] =>
  decorators.flatMap(({ name: called }) => {
    const service = /^(\w+)ControllerMethods$/.exec(called)?.[1];
    if (service === undefined) return [];
    const known = rpcsOf(service, thing.scope.program);
    return methods.flatMap((method) => {
      const name = pascal(method.fact.name ?? '');
      if (name === 'Constructor' || method.fact.static || (known && !known.has(name.toLowerCase()))) return [];
      const evidence = evidenceAt(method.of.scope, method.fact.at, `${service}/${name}`);
      return [rpcHandler({ service, method: name, run: [methodThing(method, self)], evidence })];
    });
  });

const noteClass = (program: Program, thing: ClassThing): void => {
  const fact = classFactOf(thing);
  if (!fact || fact.abstract) return;
  const methods = methodsOf(thing);
  if (fact.decorators.length === 0 && methods.every((method) => method.fact.decorators.length === 0)) return;
  const own = appliedIn(fact.decorators, thing);
  const controller = own.find(({ name }) => CONTROLLERS.has(name));
  const resolver = own.find(({ name }) => name === 'Resolver');
  if (controller && isLeftOut(thing, 'controllers')) return;
  const self = program.instance(thing, undefined);
  const classGuards = guardsOf(own, thing);
  for (const method of methods) {
    const beside = appliedIn(method.fact.decorators, method.of);
    const run = [...classGuards, ...guardsOf(beside, thing), methodThing(method, self)];
    const heard = new Set<At>();
    for (const item of beside) {
      const one: Decorated = { thing, method, item, beside, run, evidence: evidenceAt(method.of.scope, item.at) };
      // One of the workspace's own that goes by a known name is that one, whatever it is put together of.
      const messages = item.isComposed && heard.has(item.at) ? [] : messageHandlers(one);
      if (messages.length > 0) heard.add(item.at);
      program.handlers.push(...routeOf(one, controller), ...otherOf(one, resolver), ...messages);
    }
  }
  program.handlers.push(
    ...queueHandlers(thing, methods, self),
    ...startHandlers(thing, methods, self),
    ...generatedMethods(own, thing, methods, self),
  );
};

/** Notes everything that decorators on classes and methods register: routes, message handlers, schedules, resolvers. */
export const noteClasses = (program: Program, classes: readonly ClassThing[]): void => {
  for (const thing of classes) noteClass(program, thing);
};
