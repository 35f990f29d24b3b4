import type { Evidence } from '../../../../model/evidence.ts';
import { fieldOf, functionsOf, lastStep, objectsOf, optionsOf, plainTextsOf, UNKNOWN } from '../../things.ts';
import type {
  FunctionThing,
  Handler,
  Library,
  LibraryCall,
  LibraryThing,
  ObjectThing,
  Program,
  Thing,
} from '../../types.ts';

/** `Query users` at the root of the schema, `User.orders` below it. */
export const fieldName = (type: string, field: string): string =>
  /^(?:Query|Mutation|Subscription)$/.test(type) ? `${type} ${field}` : `${type}.${field}`;

export const fieldHandler = (type: string, field: string, run: readonly Thing[], evidence: Evidence): Handler => {
  const name = fieldName(type, field);
  return {
    trigger: 'http',
    protocol: 'graphql',
    name,
    method: type.toUpperCase(),
    path: field,
    run,
    evidence: { ...evidence, note: name },
  };
};

/** The maps of resolvers in what is given: one, a list, or several merged by a package. */
const mapsIn = (thing: Thing | undefined, depth = 0): readonly ObjectThing[] =>
  depth > 4
    ? []
    : optionsOf(thing).flatMap((option): readonly ObjectThing[] => {
        if (option.kind === 'object') return [option];
        if (option.kind === 'array') return option.items.flatMap((item) => mapsIn(item, depth + 1));
        return option.kind === 'library' && /merge/i.test(option.path)
          ? (option.args ?? []).flatMap((arg) => mapsIn(arg, depth + 1))
          : [];
      });

/** The function of a field, in `{ resolve }` or `{ subscribe }` too, and behind what was put around it. */
const runIn = (thing: Thing, program: Program): readonly FunctionThing[] => [
  ...functionsOf(thing),
  ...['resolve', 'subscribe'].flatMap((key) => functionsOf(fieldOf(thing, key, program))),
  ...optionsOf(thing).flatMap((option) =>
    option.kind === 'library' ? (option.args ?? []).flatMap((arg) => functionsOf(arg)) : [],
  ),
];

const entriesOf = (object: ObjectThing, program: Program): readonly { key: string; thing: Thing; line?: number }[] =>
  object.value.entries.flatMap(({ key, value, line }) => {
    if (key !== undefined)
      return [{ key, thing: program.evaluate(value, object.scope), ...(line === undefined ? {} : { line }) }];
    if (value.kind !== 'spread') return [];
    return objectsOf(program.evaluate(value.of, object.scope)).flatMap((inner) => entriesOf(inner, program));
  });

type Field = {
  readonly type: string;
  readonly key: string;
  readonly run: readonly FunctionThing[];
  readonly at: Partial<Evidence>;
};

const fieldsIn = (resolvers: Thing | undefined, program: Program): readonly Field[] =>
  mapsIn(resolvers)
    .flatMap((map) => entriesOf(map, program))
    .flatMap(({ key: type, thing }) =>
      mapsIn(thing).flatMap((fields) =>
        entriesOf(fields, program).map(({ key, thing: field, line }) => ({
          type,
          key,
          run: runIn(field, program),
          at: { file: fields.scope.module.file, ...(line === undefined ? {} : { line }) },
        })),
      ),
    )
    .filter(({ key, run }) => run.length > 0 && key !== '__resolveType');

/** Registers the fields of resolver maps; resolvers are given the context third. */
const noteResolvers = (
  resolvers: Thing | undefined,
  context: Thing | undefined,
  { at, scope }: Pick<LibraryCall, 'at' | 'scope'>,
): void => {
  for (const { type, key, run, at: place } of fieldsIn(resolvers, scope.program)) {
    const given = context ? run.map((fn) => ({ ...fn, given: [UNKNOWN, UNKNOWN, context] })) : run;
    scope.program.handlers.push(fieldHandler(type, key, given, { ...at, ...place }));
  }
};

/** What `context` and, as it was once, `dataSources` give to resolvers. */
const contextIn = (options: Thing | undefined, program: Program): Thing | undefined => {
  const given = fieldOf(options, 'context', program);
  const [make] = functionsOf(given);
  const context = make ? program.call(make, [], make.scope) : given;
  const [sources] = functionsOf(fieldOf(options, 'dataSources', program));
  const value = sources?.scope.module.fact.functions[sources.id]?.returns[0];
  if (!sources || !value) return context;
  const scope = program.enter(sources, []);
  const held: ObjectThing = {
    kind: 'object',
    value: { kind: 'object', entries: [] },
    scope,
    stored: new Map([['dataSources', [{ value, scope }]]]),
  };
  return context && context.kind !== 'unknown' ? { kind: 'either', options: [context, held] } : held;
};

const SCHEMAS =
  /^(?:ApolloServer|makeExecutableSchema|buildSubgraphSchema|buildFederatedSchema|createSchema|GraphQLServer|createYoga|createModule)$/;

const resolversOf = (thing: Thing | undefined, program: Program): readonly Thing[] =>
  optionsOf(thing).flatMap((option) => {
    const all = option.kind === 'array' ? option.items : [option];
    return all.flatMap((one) => {
      const own = fieldOf(one, 'resolvers', program);
      const inSchema = optionsOf(fieldOf(one, 'schema', program)).flatMap((schema) =>
        schema.kind === 'library' && SCHEMAS.test(lastStep(schema.path).replace('()', ''))
          ? resolversOf(schema.args?.[0], program)
          : [],
      );
      return [...(own ? [own] : []), ...inSchema];
    });
  });

/** Servers that take a map of resolvers: Apollo Server, Yoga, mercurius, schemas made by hand. */
export const graphqlServers: Library = {
  packages: (name) =>
    /^(?:@apollo\/(?:server|subgraph|federation)|apollo-server.*|graphql-yoga|@graphql-yoga\/node|@graphql-tools\/schema|graphql-tools|graphql-modules|@as-integrations\/.*)$/.test(
      name,
    ),
  recognise: (call) => {
    const { program } = call.scope;
    const name = lastStep(call.callee.path);
    if (SCHEMAS.test(name)) {
      const context = contextIn(call.args[0], program);
      for (const resolvers of resolversOf(call.args[0], program)) noteResolvers(resolvers, context, call);
      return { takesCallbacks: true };
    }
    const [server] = call.args;
    if (server?.kind !== 'library' || lastStep(server.path) !== 'ApolloServer()') return undefined;
    const context = contextIn(call.args[1], program);
    if (context)
      for (const resolvers of resolversOf(server.args?.[0], program)) noteResolvers(resolvers, context, call);
    return { takesCallbacks: true };
  },
};

/** `app.register(mercurius, { schema, resolvers, context })` */
export const noteResolversOf = (call: LibraryCall): void => {
  const [plugin, options] = call.args;
  if (plugin?.kind !== 'library' || !/mercurius/.test(plugin.package)) return;
  const { program } = call.scope;
  for (const resolvers of resolversOf(options, program)) noteResolvers(resolvers, contextIn(options, program), call);
};

const TYPES: Readonly<Record<string, string>> = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

/** Fields that a callback gives: `(t) => ({ users: t.field({ resolve }) })`, or one field by itself. */
const builtBy = (fn: FunctionThing, call: LibraryCall): Thing => {
  const builder: LibraryThing = {
    kind: 'library',
    package: call.callee.package,
    path: 'FieldBuilder()',
    args: [],
    scope: call.scope,
  };
  return call.scope.program.call(fn, [builder], call.scope);
};

const resolveOf = (field: Thing, program: Program): readonly Thing[] =>
  optionsOf(field).flatMap((option) =>
    option.kind === 'library'
      ? (option.args ?? []).flatMap((arg) => functionsOf(fieldOf(arg, 'resolve', program)))
      : [],
  );

/** Pothos: `builder.queryField('users', (t) => t.field({ resolve }))`, `builder.queryType({ fields })`. */
export const pothos: Library = {
  packages: ['@pothos/core'],
  recognise: (call) => {
    const match = /\.(query|mutation|subscription)(Field|Fields|Type)$/.exec(call.callee.path);
    if (!match) return undefined;
    const { program } = call.scope;
    const type = TYPES[match[1] ?? ''] ?? '';
    const [name] = plainTextsOf(call.args[0]);
    const makers = [
      ...call.args.flatMap((arg) => functionsOf(arg)),
      ...functionsOf(fieldOf(call.args[0], 'fields', program)),
    ];
    for (const maker of makers) {
      const built = builtBy(maker, call);
      const fields =
        match[2] === 'Field' && name !== undefined
          ? [{ key: name, thing: built }]
          : objectsOf(built).flatMap((object) => entriesOf(object, program));
      for (const { key, thing } of fields)
        program.handlers.push(fieldHandler(type, key, resolveOf(thing, program), call.at));
    }
    return { takesCallbacks: true };
  },
};

/** `new GraphQLObjectType({ name: 'Query', fields: { users: { resolve } } })` */
export const graphqlJs: Library = {
  packages: ['graphql'],
  recognise: (call) => {
    const { program } = call.scope;
    if (call.callee.path !== 'GraphQLObjectType') return undefined;
    const [type] = plainTextsOf(fieldOf(call.args[0], 'name', program));
    const given = fieldOf(call.args[0], 'fields', program);
    const fields = [given, ...functionsOf(given).map((fn) => program.call(fn, [], fn.scope))];
    if (type === undefined) return undefined;
    for (const object of fields.flatMap((thing) => objectsOf(thing)))
      for (const { key, thing } of entriesOf(object, program)) {
        const run = runIn(thing, program);
        if (run.length > 0)
          program.handlers.push(
            fieldHandler(type.replace(/^Root(?=Query|Mutation)|(?<=Query|Mutation)Type$/g, ''), key, run, call.at),
          );
      }
    return { takesCallbacks: true };
  },
};
