import type { Evidence } from '../../../../model/evidence.ts';
import { isTest } from '../../../../model/aside.ts';
import { fieldOf, functionsOf, itemsOf, lastStep, objectsOf, optionsOf, plainTextsOf } from '../../things.ts';
import type {
  FunctionThing,
  Handler,
  Library,
  LibraryCall,
  LibraryThing,
  ObjectThing,
  Program,
  Recognised,
  Scope,
  Thing,
} from '../../types.ts';
import { publish } from '../kit.ts';
import { callTo, entriesOf, ofAutoAliases, ofRoutes } from './moleculer-web.ts';

const context = (scope: Scope): LibraryThing => ({
  kind: 'library',
  package: 'moleculer',
  path: 'Context()',
  args: [],
  scope,
});

/** `this` inside a schema: a service with its broker, its methods and its settings. */
const serviceThing = (schema: ObjectThing): LibraryThing => ({
  kind: 'library',
  package: 'moleculer',
  path: 'Service()',
  args: [schema],
  scope: schema.scope,
});

/** A handler as the broker calls it: with a context, on the service. */
const asCalled = (fn: FunctionThing, self: LibraryThing): FunctionThing => ({
  ...fn,
  self,
  given: [context(fn.scope)],
});

const handlersIn = (thing: Thing | undefined, self: LibraryThing, program: Program): readonly FunctionThing[] =>
  [...functionsOf(thing), ...functionsOf(fieldOf(thing, 'handler', program))].map((fn) => asCalled(fn, self));

/** `v2.users` for version 2; the name alone without one. */
const nameOf = (schema: Thing, program: Program): string | undefined => {
  const [name] = plainTextsOf(fieldOf(schema, 'name', program));
  const version = fieldOf(schema, 'version', program);
  if (name === undefined || !version) return name;
  if (version.kind === 'number') return `v${version.number}.${name}`;
  const [text] = plainTextsOf(version);
  return text === undefined ? name : `${text}.${name}`;
};

const ofActions = (schema: ObjectThing, name: string, at: Evidence, program: Program): readonly Handler[] =>
  entriesOf(fieldOf(schema, 'actions', program), at, program).flatMap(
    ({ key, thing, evidence }): readonly Handler[] => {
      if (thing.kind === 'boolean') return [];
      const action = `${name}.${plainTextsOf(fieldOf(thing, 'name', program))[0] ?? key}`;
      const run = handlersIn(thing, serviceThing(schema), program);
      const place = { ...evidence, note: action };
      const asked: Handler = { trigger: 'rpc', protocol: 'moleculer', name: action, run, evidence: place };
      // An action that says its own route is asked for by gateways that take every such action.
      const routed: Handler = {
        trigger: 'http',
        protocol: 'moleculer-rest',
        name: `REST ${action}`,
        run,
        evidence: place,
      };
      return fieldOf(thing, 'rest', program) ? [asked, routed] : [asked];
    },
  );

/** What mixins add cannot be told, only that it is this service that has it. */
const ofMixins = (schema: ObjectThing, name: string, at: Evidence, program: Program): readonly Handler[] =>
  fieldOf(schema, 'mixins', program) === undefined
    ? []
    : [{ trigger: 'rpc', protocol: 'moleculer', name: `${name}.*`, run: [], evidence: { ...at, note: name } }];

const ofEvents = (schema: ObjectThing, at: Evidence, program: Program): readonly Handler[] =>
  entriesOf(fieldOf(schema, 'events', program), at, program).map(({ key, thing, evidence }): Handler => ({
    trigger: 'message',
    protocol: 'moleculer',
    name: key,
    channel: { names: [key.replace(/\*\*/g, '#')] },
    run: handlersIn(thing, serviceThing(schema), program),
    delivery: { redelivers: false, note: 'Moleculer delivers at most once' },
    evidence: { ...evidence, note: `moleculer ${key}` },
  }));

/** Registers what a service's schema offers. */
const noteSchema = (thing: Thing | undefined, at: Evidence, program: Program): void => {
  for (const schema of objectsOf(thing)) {
    const name = nameOf(schema, program);
    if (name === undefined) continue;
    program.handlers.push(
      ...ofActions(schema, name, at, program),
      ...ofMixins(schema, name, at, program),
      ...ofEvents(schema, at, program),
      ...ofRoutes(schema, at, program),
      ...ofAutoAliases(schema, at, program),
    );
    const self = serviceThing(schema);
    for (const hook of ['created', 'started'])
      for (const fn of functionsOf(fieldOf(schema, hook, program)))
        program.handlers.push({
          trigger: 'start',
          protocol: 'start',
          name: `start ${name}`,
          run: [{ ...fn, self }],
          evidence: at,
        });
  }
};

/** Files that `moleculer-runner` loads: what they export is a schema. */
export const noteSchemas = (program: Program): void => {
  for (const file of program.workspace.filesIn(program.service.name)) {
    if (!/\.service\.[cm]?[jt]s$/.test(file) || isTest(file)) continue;
    const thing = program.exported(file, '=') ?? program.exported(file, 'default');
    const schemas = optionsOf(thing).map((one) =>
      one.kind === 'namespace' ? program.exported(one.file, 'default') : one,
    );
    for (const schema of schemas) {
      const isSchema = ['actions', 'events', 'settings', 'mixins', 'methods', 'started', 'created'].some(
        (key) => objectsOf(schema).length > 0 && fieldOf(schema, key, program) !== undefined,
      );
      if (isSchema) noteSchema(schema, { file, line: 1, column: 1, basis: 'inferred' }, program);
    }
  }
};

const ask = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  const named = plainTextsOf(call.args[0]);
  const several = [
    ...itemsOf(call.args[0]),
    ...objectsOf(call.args[0]).flatMap((object) =>
      object.value.entries.map(({ value }) => program.evaluate(value, object.scope)),
    ),
  ];
  const actions = [...named, ...several.flatMap((item) => plainTextsOf(fieldOf(item, 'action', program)))];
  return { deeds: actions.length > 0 ? actions.map(callTo) : [callTo('?')] };
};

const BROKER = /(?:^|\.)(?:broker|ctx|ServiceBroker\(\)|Context\(\)|\(\))$/;

/** Moleculer: actions are called and events are sent by name, through the broker or a context. */
export const moleculer: Library = {
  packages: ['moleculer', 'moleculer-decorators'],
  recognise: (call) => {
    const { path } = call.callee;
    const name = lastStep(path);
    if (name === 'createService' || name === 'parseServiceSchema') {
      noteSchema(call.args[0], call.at, call.scope.program);
      return { takesCallbacks: true };
    }
    if (!BROKER.test(path.slice(0, Math.max(0, path.length - name.length - 1)))) return undefined;
    if (name === 'call' || name === 'mcall') return ask(call);
    if (name !== 'emit' && name !== 'broadcast') return undefined;
    const names = plainTextsOf(call.args[0]);
    return { deeds: [publish('moleculer', names, { label: `moleculer ${names[0] ?? '?'}` })] };
  },
  member: (of, name, scope) => {
    const [schema] = of.path === 'Service()' ? (of.args ?? []) : [];
    if (!schema) return undefined;
    const method = fieldOf(schema, `methods.${name}`, scope.program);
    if (method?.kind === 'function') return { ...method, self: of };
    return name === 'settings' ? fieldOf(schema, 'settings', scope.program) : undefined;
  },
};
