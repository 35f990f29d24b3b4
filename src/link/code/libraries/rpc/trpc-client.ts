import { fieldOf, functionsOf, itemsOf, librariesOf, optionsOf, plainTextsOf, textsOf } from '../../things.ts';
import type { Library, LibraryThing, Program, TextOption, Thing } from '../../types.ts';

const MADE = /(?:^|\.)(?:createTRPC\w*|useTRPC|useTRPCClient|useUtils|useContext)\(\)\./;
const ASKS =
  /^(.+)\.(?:query|mutate|subscribe|useQuery|useMutation|useSubscription|useSuspenseQuery|useInfiniteQuery|useSuspenseInfiniteQuery|prefetch|fetch|queryOptions|mutationOptions|subscriptionOptions|infiniteQueryOptions|prefetchQuery)$/;
/** How it was asked up to version 9: `client.query('users.byId')`. */
const ASKS_BY_NAME = /^(?:query|mutation|subscription|useQuery|useMutation)$/;

/** Addresses in options and links, however they are nested: `splitLink({ true: httpLink({ url }) })`. */
const urlsIn = (thing: Thing | undefined, program: Program, depth = 0): readonly TextOption[] =>
  depth > 5
    ? []
    : optionsOf(thing).flatMap((option): readonly TextOption[] => {
        if (option.kind === 'library') return (option.args ?? []).flatMap((arg) => urlsIn(arg, program, depth + 1));
        if (option.kind === 'array') return option.items.flatMap((item) => urlsIn(item, program, depth + 1));
        if (option.kind !== 'object') return [];
        const made = functionsOf(fieldOf(option, 'config', program)).map((fn) => program.call(fn, [], fn.scope));
        const inner = ['links', 'true', 'false', 'client'].map((key) => fieldOf(option, key, program));
        return [
          ...textsOf(fieldOf(option, 'url', program)),
          ...[...made, ...inner, ...itemsOf(option)].flatMap((one) => urlsIn(one, program, depth + 1)),
        ];
      });

const makerOf = (callee: LibraryThing): LibraryThing | undefined => {
  let maker: LibraryThing | undefined;
  for (let step: LibraryThing | undefined = callee; step; step = step.parent) if (step.args) maker = step;
  return maker;
};

/** `createTRPCClient<AppRouter>()`: the service whose file the router's type is imported from. */
const ownerOfRouter = (callee: LibraryThing, program: Program): string | undefined => {
  for (let step: LibraryThing | undefined = callee; step; step = step.parent) {
    const handed = librariesOf(fieldOf(step.args?.[0], 'client', program));
    for (const made of step.args ? [step, ...handed] : []) {
      const owner = ownerOfType(made, program);
      if (owner !== undefined) return owner;
    }
  }
  return undefined;
};

const ownerOfType = ({ typeArgs, scope }: LibraryThing, { workspace }: Program): string | undefined => {
  const item = typeArgs?.[0] && scope?.module.imports.get(typeArgs[0].name);
  const target = item && scope ? workspace.resolve(scope.module.file, item.from) : undefined;
  const owners = target && 'file' in target ? workspace.units.ownersOf(target.file) : [];
  const [owner] = owners;
  return owner && owners.length === 1 && 'context' in owner ? owner.name : undefined;
};

const BASES = '@trpc/client';

/** Clients of tRPC: `trpc.users.byId.query()`, in a process or in a page. */
export const trpcClients: Library = {
  packages: (name) => /^@trpc\/(?:client|react-query|next|tanstack-react-query)$/.test(name),
  recognise: (call) => {
    const { path } = call.callee;
    const { program } = call.scope;
    if (/(?:^|\.)createClient$/.test(path) && !path.startsWith('createWSClient')) {
      const urls = call.args.flatMap((arg) => urlsIn(arg, program));
      if (urls.length > 0) program.bases.set(BASES, [{ kind: 'texts', options: urls }]);
      return undefined;
    }
    const made = MADE.exec(path);
    if (!made) return undefined;
    const rest = path.slice(made.index + made[0].length);
    const name = ASKS_BY_NAME.test(rest) ? plainTextsOf(call.args[0])[0] : ASKS.exec(rest)?.[1];
    if (name === undefined) return undefined;
    const own = (makerOf(call.callee)?.args ?? []).flatMap((arg) => urlsIn(arg, program));
    const urls = own.length > 0 ? own : (program.bases.get(BASES) ?? []).flatMap((thing) => textsOf(thing));
    const typedBy = ownerOfRouter(call.callee, program);
    const typed = typedBy === undefined ? {} : { typedBy };
    return {
      deeds: [
        { kind: 'call', protocol: 'trpc', procedure: name, urls, ...typed, label: `trpc ${name}`, deadline: 'unknown' },
      ],
    };
  },
};
