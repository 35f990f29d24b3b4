import { fieldOf, lastStep, optionsOf, textsOf } from '../../things.ts';
import type {
  CallDeed,
  Library,
  LibraryCall,
  LibraryThing,
  Program,
  Recognised,
  TextOption,
  Thing,
} from '../../types.ts';
import { askedIn } from './documents.ts';

const CLIENTS = new Set([
  '@apollo/client',
  'apollo-client',
  'apollo-boost',
  'graphql-request',
  'urql',
  '@urql/core',
  '@urql/next',
  '@urql/vue',
  '@urql/svelte',
  'graphql-hooks',
  '@vue/apollo-composable',
]);
const URL_KEYS = ['uri', 'url', 'endpoint'];

/** Addresses in a client's options and in the links that it is made of. */
export const urlsIn = (thing: Thing | undefined, program: Program, depth = 0): readonly TextOption[] =>
  depth > 5
    ? []
    : optionsOf(thing).flatMap((option): readonly TextOption[] => {
        if (option.kind === 'texts') return option.options.filter(({ text }) => /^(?:https?:|\/|\{)/.test(text));
        if (option.kind === 'array') return option.items.flatMap((item) => urlsIn(item, program, depth + 1));
        if (option.kind === 'library') return ofLink(option, program, depth);
        if (option.kind !== 'object') return [];
        return [
          ...URL_KEYS.flatMap((key) => textsOf(fieldOf(option, key, program))),
          ...urlsIn(fieldOf(option, 'link', program), program, depth + 1),
        ];
      });

/** `authLink.concat(new HttpLink({ uri }))`, `from([…])`, `split(…, a, b)`. */
const ofLink = (link: LibraryThing, program: Program, depth: number): readonly TextOption[] => {
  const urls: TextOption[] = [];
  for (let step: LibraryThing | undefined = link; step; step = step.parent)
    for (const arg of step.args ?? []) urls.push(...urlsIn(arg, program, depth + 1));
  return urls;
};

const deedsFor = (fields: readonly string[], urls: readonly TextOption[]): Recognised => {
  const one = (procedure: string, label: string): CallDeed => ({
    kind: 'call',
    protocol: 'graphql',
    procedure,
    urls,
    label,
    deadline: 'unknown',
  });
  const place = urls[0]?.text ?? '?';
  return {
    deeds:
      fields.length > 0 ? fields.map((field) => one(field, `graphql ${field}`)) : [one('graphql', `graphql ${place}`)],
  };
};

/** The address that pages use: their hooks name no client. */
const SHARED = 'graphql client';

const rootArgs = (callee: LibraryThing): readonly Thing[] => {
  let args: readonly Thing[] = [];
  for (let step: LibraryThing | undefined = callee.parent; step; step = step.parent) if (step.args) args = step.args;
  return args;
};

/** A page's client: where it leads is said once, for all hooks. */
const made = (call: LibraryCall): Recognised | undefined => {
  const { program } = call.scope;
  const urls = call.args.flatMap((arg) => urlsIn(arg, program));
  if (urls.length === 0) return undefined;
  program.bases.set(SHARED, [{ kind: 'texts', options: urls }]);
  return program.service.kind === 'frontend' ? deedsFor([], urls) : undefined;
};

const ASKS =
  /^(?:GraphQLClient|ApolloClient|Client|createClient|createUrqlClient|default|)\(\)\.(?:request|rawRequest|query|mutate|mutation|subscribe|subscription|watchQuery)$/;
const HOOKS = /^use(?:Query|LazyQuery|Mutation|Subscription|SuspenseQuery|BackgroundQuery|ManualQuery)$/;

const documentIn = (arg: Thing | undefined, program: Program): readonly string[] => {
  const inOptions = ['query', 'mutation', 'document']
    .map((key) => fieldOf(arg, key, program))
    .find((thing) => thing !== undefined);
  return askedIn(inOptions ?? arg, program);
};

/** Clients of GraphQL: graphql-request, Apollo, urql. */
export const graphqlClients: Library = {
  packages: (name) => CLIENTS.has(name),
  recognise: (call) => {
    const { path } = call.callee;
    const { program } = call.scope;
    const [first, second] = call.args;
    if (/^(?:ApolloClient|Client|createClient)$/.test(path) || (path === '' && call.callee.package === 'apollo-boost'))
      return made(call);
    if (ASKS.test(path)) {
      const urls = rootArgs(call.callee).flatMap((arg) => urlsIn(arg, program));
      return deedsFor(documentIn(first, program), urls);
    }
    if (call.callee.package === 'graphql-request' && /^(?:request|rawRequest|batchRequests|)$/.test(path)) {
      const urls = urlsIn(first, program);
      return deedsFor(documentIn(second ?? first, program), urls);
    }
    if (!HOOKS.test(lastStep(path))) return undefined;
    const fields = documentIn(first, program);
    const urls = (program.bases.get(SHARED) ?? []).flatMap((thing) => textsOf(thing));
    return fields.length > 0 || urls.length > 0 ? deedsFor(fields, urls) : undefined;
  },
};
