import { keyOf } from '../../evaluate/enter.ts';
import { fieldOf, functionsOf, lastStep, textsOf } from '../../things.ts';
import type { LibraryCall, LibraryThing, Program, Scope, TextOption, Thing } from '../../types.ts';

/** Names under which a base address is given in options. */
export const BASE_KEYS = ['baseURL', 'prefixUrl', 'baseUrl', 'prefix', 'origin'];

/** Calls that make a client which keeps what it is told. */
const MAKERS =
  /(?:^|\.)(?:create|extend|defaults|Client|Pool|Agent|HttpService|agent|Axios|createClient|createConfig)\(\)$/;

/** The calls that made a client, the nearest first: `got.extend(…)` of what another `extend` gave. */
export const makersOf = (callee: LibraryThing): readonly LibraryThing[] => {
  const makers: LibraryThing[] = [];
  for (let step: LibraryThing | undefined = callee; step; step = step.parent)
    if (step.args && MAKERS.test(step.path)) makers.push(step);
  return makers;
};

export const firstField = (thing: Thing | undefined, keys: readonly string[], program: Program): Thing | undefined => {
  for (const key of keys) {
    const found = fieldOf(thing, key, program);
    if (found && found.kind !== 'unknown') return found;
  }
  return undefined;
};

/** What bases are kept under: the client that was made, or the package itself. */
export const keyOfClient = (callee: LibraryThing, program: Program): string => {
  const [maker] = makersOf(callee);
  return maker ? keyOf(program, maker) : callee.package;
};

const addBase = (program: Program, key: string, things: readonly Thing[]): void => {
  if (things.length > 0) program.bases.set(key, [...(program.bases.get(key) ?? []), ...things]);
};

export const noteBase = (client: LibraryThing, base: Thing, program: Program): void =>
  addBase(program, keyOfClient(client, program), [base]);

/** `config.url = base + config.url` leaves the base, once the open path at its end is taken away. */
const withoutPath = (thing: Thing): Thing => ({
  kind: 'texts',
  options: textsOf(thing).flatMap((option) => {
    const text = option.text.replace(/\/?\{(?:url|…)\}$/, '');
    return text === option.text || text === '' ? [] : [{ ...option, text, holes: text.includes('{') }];
  }),
});

/** `interceptors.request.use((config) => …)`: what is set on the configuration, or given back in its place. */
export const noteInterceptor = (call: LibraryCall): void => {
  const { program } = call.scope;
  for (const fn of functionsOf(call.args[0])) {
    const scope = program.enter(fn, []);
    const fact = scope.module.fact.functions[fn.id];
    const set = (fact?.assigns ?? []).flatMap(({ target, value }): Thing[] => {
      if (target.kind !== 'member') return [];
      if (BASE_KEYS.includes(target.name)) return [program.evaluate(value, scope)];
      return target.name === 'url' ? [withoutPath(program.evaluate(value, scope))] : [];
    });
    const given = (fact?.returns ?? []).flatMap((value): Thing[] => {
      if (value.kind !== 'object') return [];
      const made = program.evaluate(value, scope);
      const base = firstField(made, BASE_KEYS, program);
      const url = fieldOf(made, 'url', program);
      return [...(base ? [base] : []), ...(url ? [withoutPath(url)] : [])];
    });
    addBase(
      program,
      keyOfClient(call.callee, program),
      [...set, ...given].filter((thing) => textsOf(thing).length > 0),
    );
  }
};

/** The object in whose method a call stands. */
export const selfIn = (scope: Scope): Thing | undefined => {
  for (let inner: Scope | undefined = scope; inner; inner = inner.parent) if (inner.self) return inner.self;
  return undefined;
};

/** Nest's HttpService is as the module says that the calling class belongs to. */
const ofModule = ({ scope }: LibraryCall): readonly Thing[] | undefined => {
  const self = selfIn(scope);
  return self?.kind === 'instance'
    ? scope.program.bases.get(`@nestjs/axios ${keyOf(scope.program, self.of)}`)
    : undefined;
};

const noted = (call: LibraryCall): readonly Thing[] => {
  const { program } = call.scope;
  const key = keyOfClient(call.callee, program);
  if (call.callee.package === '@nestjs/axios') return ofModule(call) ?? program.bases.get('@nestjs/axios') ?? [];
  return (
    program.bases.get(key) ??
    (makersOf(call.callee).length > 0 ? program.bases.get(call.callee.package) : undefined) ??
    []
  );
};

const givenTo = (maker: LibraryThing, program: Program): Thing | undefined => {
  const [first] = maker.args ?? [];
  const [inner] = first?.kind === 'library' ? makersOf(first) : [];
  if (inner && maker.path.endsWith('HttpService()')) return givenTo(inner, program);
  return firstField(first, BASE_KEYS, program) ?? (/(?:Client|Pool)\(\)$/.test(maker.path) ? first : undefined);
};

/** Every base address that the path of a call may stand behind. */
export const basesOf = (call: LibraryCall, options: readonly Thing[]): readonly TextOption[] => {
  const { program } = call.scope;
  const inCall = options.flatMap((option) => textsOf(firstField(option, BASE_KEYS, program)));
  if (inCall.length > 0) return inCall;
  if (call.callee.package === 'supertest') {
    const maker = makersOf(call.callee)[0] ?? rootOf(call.callee);
    return textsOf(maker?.args?.[0]);
  }
  const [made] = makersOf(call.callee).flatMap((maker) =>
    textsOf(givenTo(maker, program)).length > 0 ? [givenTo(maker, program)] : [],
  );
  return [...textsOf(made), ...noted(call).flatMap((thing) => textsOf(thing))];
};

/** The first call of a chain: `supertest(address)`. */
export const rootOf = (callee: LibraryThing): LibraryThing | undefined => {
  let root: LibraryThing | undefined;
  for (let step: LibraryThing | undefined = callee; step; step = step.parent) if (step.args) root = step;
  return root;
};

/** `client.defaults.baseURL = …`, wherever it stands. */
export const noteDefault = (holder: LibraryThing, name: string, value: Thing, program: Program): void => {
  if (!BASE_KEYS.includes(name) || lastStep(holder.path) !== 'defaults') return;
  if (textsOf(value).length > 0) noteBase(holder, value, program);
};
