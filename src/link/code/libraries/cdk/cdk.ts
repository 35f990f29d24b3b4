import type { TriggerFact } from '../../../../model/fact/cloud.ts';
import type { Evidence } from '../../../../model/evidence.ts';
import { fieldOf, itemsOf, lastStep, librariesOf, plainTextsOf } from '../../things.ts';
import type { Library, LibraryCall, LibraryThing, Program, Recognised, Thing } from '../../types.ts';
import { attributeOf, leftAs, resultOf } from './attributes.ts';
import { classOf, constructsIn, idOf, propOf, resourceNames, toldTextsOf } from './constructs.ts';

/** A function with what runs it, by the place and the name it is made under. */
export type StackFunction = { readonly made: LibraryThing; readonly at: Evidence };
export type StackTrigger = TriggerFact & { readonly of: string };
export type Stack = {
  readonly functions: Map<string, StackFunction>;
  readonly triggers: StackTrigger[];
  readonly bindings: { readonly source: string; readonly destination: string; readonly at: Evidence }[];
  /** What it leaves for other programs, by the name under which they find it. */
  readonly left: Map<string, string>;
};

const stacks = new WeakMap<Program, Stack>();

/** What a program that describes a cloud was found to describe. */
export const stackOf = (program: Program): Stack => {
  const known = stacks.get(program);
  if (known) return known;
  const made: Stack = { functions: new Map(), triggers: [], bindings: [], left: new Map() };
  stacks.set(program, made);
  return made;
};

const FUNCTION = /^(?:NodejsFunction|Function|DockerImageFunction|SingletonFunction)$/;

const keyAt = (at: Evidence | undefined, id: string | undefined): string => `${at?.file}:${at?.line} ${id ?? ''}`;

const functionsIn = (thing: Thing | undefined): readonly string[] =>
  constructsIn(thing).flatMap((made) => (FUNCTION.test(classOf(made)) ? [keyAt(made.at, idOf(made))] : []));

type Source = Omit<TriggerFact, 'at'>;

const trigger = (call: LibraryCall, functions: readonly string[], source: Source): void => {
  const { triggers } = stackOf(call.scope.program);
  const { line, column } = call.callee.madeAt ?? call.at;
  for (const of of functions) triggers.push({ ...source, of, at: [line, column] });
};

const EVENT_SOURCES: Readonly<Record<string, TriggerFact['protocol']>> = {
  SqsEventSource: 'sqs',
  SnsEventSource: 'sns',
  DynamoEventSource: 'dynamodb',
  KinesisEventSource: 'kinesis',
  S3EventSource: 's3',
  S3EventSourceV2: 's3',
};

/** `fn.addEventSource(new SqsEventSource(queue))` */
const addEventSource = (call: LibraryCall, given: Thing | undefined, functions: readonly string[]): void => {
  const { program } = call.scope;
  for (const source of librariesOf(given)) {
    const protocol = EVENT_SOURCES[classOf(source)];
    if (protocol) trigger(call, functions, { protocol, names: resourceNames(source.args?.[0], program) });
  }
};

/** Leads what is published under the names to a function, or to a queue or topic that takes it on. */
const lead = (call: LibraryCall, target: Thing | undefined, source: Source): void => {
  const { program } = call.scope;
  for (const made of librariesOf(target)) {
    const [to] = made.args ?? [];
    if (/^(?:LambdaFunction|LambdaSubscription|LambdaDestination)$/.test(classOf(made)))
      trigger(call, functionsIn(to), source);
    if (!/^(?:SqsQueue|SqsSubscription|SnsTopic)$/.test(classOf(made))) continue;
    const places = source.names.flatMap((name) =>
      resourceNames(to, program).map((destination) => ({ name, destination })),
    );
    for (const { name, destination } of places)
      stackOf(program).bindings.push({ source: name, destination, at: call.at });
  }
};

/** What a rule of EventBridge listens to: types of events, or the clock. */
const ruleSource = (rule: LibraryThing, program: Program): Source => {
  const types = itemsOf(propOf(rule, 'eventPattern.detailType', program)).flatMap((one) => plainTextsOf(one));
  return propOf(rule, 'schedule', program)
    ? { protocol: 'schedule', names: [idOf(rule) ?? 'schedule'] }
    : { protocol: 'eventbridge', names: types };
};

/** The path of a resource of a REST API: `api.root.addResource('orders').addResource('{id}')`. */
const pathOf = (resource: LibraryThing | undefined): string => {
  const parts: string[] = [];
  for (let step = resource; step; step = step.parent) {
    if (!step.args || !/(?:addResource|resourceForPath|addProxy)\(\)$/.test(step.path)) continue;
    parts.unshift(
      step.path.endsWith('addProxy()') ? '*' : (plainTextsOf(step.args[0])[0] ?? '{}').replace(/^\/|\/$/g, ''),
    );
  }
  return `/${parts.join('/')}`.replace(/\{(\w+)\+\}/, '*$1');
};

const apiOf = (resource: LibraryThing | undefined): LibraryThing | undefined => {
  for (let step = resource; step; step = step.parent) if (step.args && step.path.endsWith('RestApi()')) return step;
  return undefined;
};

const behind = (integration: Thing | undefined): readonly string[] =>
  librariesOf(integration).flatMap((made) =>
    classOf(made).endsWith('LambdaIntegration') ? (made.args ?? []).flatMap((arg) => functionsIn(arg)) : [],
  );

const addMethod = (call: LibraryCall): void => {
  const { program } = call.scope;
  const { parent } = call.callee;
  const api = apiOf(parent);
  const whole = api && propOf(api, 'handler', program);
  const given = behind(call.args[1]);
  const functions = given.length > 0 ? given : functionsIn(whole);
  for (const method of plainTextsOf(call.args[0]))
    trigger(call, functions, { protocol: 'http', names: [], method, path: pathOf(parent) });
};

/** `httpApi.addRoutes({ path, methods, integration })` */
const addRoutes = (call: LibraryCall): void => {
  const { program } = call.scope;
  const [options] = call.args;
  const methods = itemsOf(fieldOf(options, 'methods', program)).flatMap((one) =>
    librariesOf(one).map(({ path }) => lastStep(path)),
  );
  const paths = plainTextsOf(fieldOf(options, 'path', program)).map((path) => path.replace(/\{(\w+)\+\}/, '*$1'));
  for (const path of paths)
    for (const method of methods.length > 0 ? methods : ['ANY'])
      trigger(call, behind(fieldOf(options, 'integration', program)), { protocol: 'http', names: [], method, path });
};

/** `new HttpRoute(this, 'Orders', { routeKey: HttpRouteKey.with('/orders', HttpMethod.GET), integration })` */
const route = (call: LibraryCall, construct: LibraryThing, program: Program): void => {
  for (const key of librariesOf(propOf(construct, 'routeKey', program))) {
    const [path] = toldTextsOf(key.args?.[0]);
    const [method = 'ANY'] = librariesOf(key.args?.[1]).map((one) => lastStep(one.path));
    if (classOf(key) !== 'with' || path === undefined) continue;
    const functions = behind(propOf(construct, 'integration', program));
    trigger(call, functions, { protocol: 'http', names: [], method, path: path.replace(/\{(\w+)\+\}/, '*$1') });
  }
};

const LEAVING = {
  CfnOutput: ['export', 'exportName', 'value'],
  StringParameter: ['parameter', 'parameterName', 'stringValue'],
} as const;

/** `new CfnOutput(this, 'Orders', { exportName, value })`, `new StringParameter(this, 'Orders', { parameterName, stringValue })` */
const leave = (construct: LibraryThing, as: 'CfnOutput' | 'StringParameter', program: Program): void => {
  const [kind, named, given] = LEAVING[as];
  const [name] = toldTextsOf(propOf(construct, named, program));
  const [value] = toldTextsOf(propOf(construct, given, program));
  if (name !== undefined && value !== undefined) stackOf(program).left.set(leftAs(kind, name), value);
};

const made = (call: LibraryCall): void => {
  const { program } = call.scope;
  const name = lastStep(call.callee.path);
  const construct: LibraryThing = { ...call.callee, path: `${call.callee.path}()`, args: call.args, at: call.at };
  if (FUNCTION.test(name)) {
    const key = keyAt(call.at, idOf(construct));
    stackOf(program).functions.set(key, { made: construct, at: call.callee.madeAt ?? call.at });
    for (const source of itemsOf(propOf(construct, 'events', program))) addEventSource(call, source, [key]);
  }
  if (name === 'HttpRoute') route(call, construct, program);
  if (name === 'CfnOutput' || name === 'StringParameter') leave(construct, name, program);
  if (name === 'Rule')
    for (const target of itemsOf(propOf(construct, 'targets', program)))
      lead(call, target, ruleSource(construct, program));
  if (name === 'LambdaRestApi' && plainTextsOf(propOf(construct, 'proxy', program)).length === 0) {
    const proxy = propOf(construct, 'proxy', program);
    const isWhole = !(proxy?.kind === 'boolean' && !proxy.boolean);
    if (isWhole)
      trigger(call, functionsIn(propOf(construct, 'handler', program)), {
        protocol: 'http',
        names: [],
        method: 'ANY',
        path: '/*',
      });
  }
};

const called = (call: LibraryCall): void => {
  const { program } = call.scope;
  const { parent } = call.callee;
  const [first] = call.args;
  switch (lastStep(call.callee.path)) {
    case 'addEventSource':
      return addEventSource(call, first, functionsIn(parent));
    case 'addTarget':
      return parent && classOf(parent) === 'Rule' ? lead(call, first, ruleSource(parent, program)) : undefined;
    case 'addSubscription':
      return lead(call, first, { protocol: 'sns', names: resourceNames(parent, program) });
    case 'addEventNotification':
    case 'addObjectCreatedNotification':
      return lead(call, call.args.at(-1), { protocol: 's3', names: resourceNames(parent, program) });
    case 'addMethod':
      return addMethod(call);
    case 'addRoutes':
      return addRoutes(call);
    default:
      return made(call);
  }
};

/** The Cloud Development Kit of AWS: what runs, told by a program. */
export const cdk: Library = {
  packages: (name) => name === 'aws-cdk-lib' || name.startsWith('@aws-cdk/'),
  member: attributeOf,
  result: resultOf,
  recognise: (call): Recognised => {
    called(call);
    return {};
  },
};
