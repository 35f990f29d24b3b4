import { ENVIRONMENT, eitherOf, functionsOf, lastStep, UNKNOWN } from '../things.ts';
import type { CallMore, ClassThing, FunctionThing, LibraryThing, Scope, Thing } from '../types.ts';
import { casedBy, globalResult, methodResult } from './builtins.ts';
import { gotFrom } from './maps.ts';

const DEEPEST = 70;

/** What a function gives back when it is called so. */
const functionResult = (fn: FunctionThing, args: readonly Thing[]): Thing => {
  const { program } = fn.scope;
  if (program.memo.depth > DEEPEST) return UNKNOWN;
  const scope = program.enter(fn, args);
  if (scope.returned) return scope.returned;
  if (scope.returning) return UNKNOWN;
  scope.returning = true;
  const fact = scope.module.fact.functions[scope.fn];
  const values = (fact?.returns ?? []).slice(0, 8).map((value) => program.evaluate(value, scope));
  delete scope.returning;
  const made = eitherOf(values);
  const open = made.kind === 'unknown' || made.kind === 'nothing';
  const result = open && fact?.returnType ? program.typed(fact.returnType, scope) : made;
  if (program.memo.depth < DEEPEST - 20 && !keepsOne(fn)) scope.returned = result;
  return result;
};

/** `static getInstance(…)`: what it gives may be made by a later call, which is told more than this one. */
const keepsOne = ({ scope, id, self }: FunctionThing): boolean =>
  self?.kind === 'class' &&
  (scope.module.fact.functions[id]?.assigns ?? []).some(({ target }) => target.kind === 'member');

/** Promises, observables and the like stand for what is in them. */
const PASSING = new Set([
  'lastValueFrom',
  'firstValueFrom',
  'from',
  'of',
  'promisify',
  'toPromise',
  'forwardRef',
  'defineConfig',
  'instrument',
  'wrap',
  'memoize',
  'once',
  'cache',
  'default',
]);

/** What gives a function back that does as the one it was given. */
const KEEPING = /(?:^|\.)(?:once|memoize|memo|cache|throttle|debounce|promisify|callbackify|partial|curry)\(\)$/;

/** `from(x)` passes x on; `select().from(x)` is a step of a chain. */
const passes = ({ path }: LibraryThing, name: string): boolean =>
  PASSING.has(name) && (!path.includes('().') || name === 'toPromise' || name === 'default' || name === 'instrument');

const takesEnvironment = (args: readonly Thing[]): boolean => args.some((arg) => arg.kind === 'environment');

/** `client.place.bind(client)`, and not `container.bind(Token)`. */
const isOwner = (self: Thing | undefined, method: LibraryThing | undefined): boolean =>
  self?.kind === 'library' && self.path === method?.parent?.path && self.package === method.package;

const libraryResult = (callee: LibraryThing, args: readonly Thing[], scope: Scope, more: CallMore): Thing => {
  for (const library of scope.program.libraryFor(callee.package)) {
    const known = library.result?.(callee, args, scope);
    if (known) return known;
  }
  const name = lastStep(callee.path);
  if (callee.package === 'global') {
    const known =
      callee.path === 'Map().get' && callee.parent ? gotFrom(callee.parent, args) : globalResult(callee.path, args);
    if (known) return known;
  }
  const cased = casedBy(name, args[0]);
  if (cased && callee.package !== 'global') return cased;
  if (name === 'bind' && isOwner(args[0], callee.parent)) return callee.parent ?? UNKNOWN;
  if (takesEnvironment(args)) return ENVIRONMENT;
  if (name === 'forwardRef')
    return functionsOf(args[0])[0] ? scope.program.call(args[0] ?? UNKNOWN, [], scope) : UNKNOWN;
  const kept = KEEPING.test(callee.path) ? functionsOf(callee.args?.[0])[0] : undefined;
  if (kept) return scope.program.call(kept, args, scope);
  if (passes(callee, name) && args[0] && callee.package !== 'global' && args[0].kind !== 'function') return args[0];
  return {
    kind: 'library',
    package: callee.package,
    path: `${callee.path}()`,
    parent: callee,
    args,
    scope,
    ...(more.typeArgs ? { typeArgs: more.typeArgs } : callee.typeArgs ? { typeArgs: callee.typeArgs } : {}),
    ...(more.at ? { at: more.at } : {}),
  };
};

const CHAINS = new Set(['then', 'catch', 'finally']);

const constructed = (callee: ClassThing, args: readonly Thing[], more: CallMore): Thing =>
  callee.scope.program.instance(callee, args, more);

/** What a call gives. `then` gives what its callback gives. */
export const call = (callee: Thing, args: readonly Thing[], scope: Scope, more: CallMore = {}): Thing => {
  const { memo } = scope.program;
  if (memo.depth > DEEPEST + 15) return UNKNOWN;
  memo.depth++;
  const result = resultOf(callee, args, scope, more);
  memo.depth--;
  return result;
};

const resultOf = (callee: Thing, args: readonly Thing[], scope: Scope, more: CallMore): Thing => {
  switch (callee.kind) {
    case 'function':
      return functionResult(callee, args);
    case 'class':
      return constructed(callee, args, more);
    case 'library': {
      const name = lastStep(callee.path);
      if (CHAINS.has(name) && callee.parent) return chained(name, callee.parent, args, scope);
      return libraryResult(callee, args, scope, more);
    }
    case 'method':
      return CHAINS.has(callee.name)
        ? chained(callee.name, callee.of, args, scope)
        : methodResult(callee.of, callee.name, args, scope);
    case 'either':
      return eitherOf(callee.options.map((option) => call(option, args, scope, more)));
    default:
      return UNKNOWN;
  }
};

const chained = (name: string, of: Thing, args: readonly Thing[], scope: Scope): Thing => {
  const [callback] = functionsOf(args[0]);
  if (name !== 'then' || !callback) return of;
  const result = call(callback, [of], scope);
  return result.kind === 'unknown' ? of : result;
};
