import type { CallFact } from '../../../model/fact/module.ts';
import type { Value } from '../../../model/fact/value.ts';
import type { Limit, Retry, Waiting } from '../../../model/waiting.ts';
import { waitingThrough } from '../../../model/waiting.ts';
import { amountOf, isOpen, millisecondsOf } from '../libraries/patience/amounts.ts';
import { isDeadlinePackage } from '../libraries/patience/policies.ts';
import { evidenceAt, fieldOf, lastStep, librariesOf, optionsOf } from '../things.ts';
import type { Deed, FunctionThing, LibraryThing, Scope, Thing } from '../types.ts';

/** What a call puts around other calls of the same function: `….pipe(timeout(5000))`, `Promise.race([…, timer])`. */
export type Wrapping = { readonly sites: ReadonlySet<number>; readonly waiting: Waiting };

const MOST_STEPS = 40;

/** The calls that a value is the result of, through names and chains. */
const sitesIn = (value: Value, scope: Scope, sites: Set<number>): void => {
  if (sites.size > MOST_STEPS) return;
  switch (value.kind) {
    case 'call': {
      if (sites.has(value.site)) return;
      sites.add(value.site);
      const fact = scope.module.fact.calls[value.site];
      for (const part of fact ? [fact.callee, ...fact.args] : []) sitesIn(part, scope, sites);
      return;
    }
    case 'name': {
      const found = scope.fn > 0 ? scope.module.localsOf(scope.fn).get(value.name) : undefined;
      for (const one of found ?? []) sitesIn(one, scope, sites);
      return;
    }
    case 'member':
    case 'spread':
      sitesIn(value.of, scope, sites);
      return;
    case 'array':
      for (const item of value.items) sitesIn(item, scope, sites);
      return;
    case 'either':
      for (const option of value.options) sitesIn(option, scope, sites);
      return;
    default:
  }
};

const nameIn = (callee: Value): string => (callee.kind === 'name' || callee.kind === 'member' ? callee.name : '');

/** How long the timer runs that a race is held against. */
const timerIn = (value: Value, scope: Scope): number | undefined => {
  const sites = new Set<number>();
  sitesIn(value, scope, sites);
  const { calls, functions } = scope.module.fact;
  for (const site of sites) {
    const fact = calls[site];
    const inner = fact?.args.flatMap((arg) => (arg.kind === 'function' ? (functions[arg.id]?.calls ?? []) : [])) ?? [];
    const timers = inner.flatMap((index) => calls[index] ?? []).filter(({ callee }) => nameIn(callee) === 'setTimeout');
    const given = [...timers.flatMap((timer) => timer.args[1] ?? []), ...(fact?.args ?? [])];
    for (const arg of given.filter(({ kind }) => kind !== 'function')) {
      const ms = amountOf(scope.program.evaluate(arg, scope));
      if (ms !== undefined) return ms;
    }
  }
  return undefined;
};

type Site = { readonly fact: CallFact; readonly scope: Scope };

const limitAt = ({ fact, scope }: Site, ms: number | undefined): Limit => ({
  by: 'wrapper',
  at: evidenceAt(scope, fact.at),
  ...(ms === undefined ? {} : { ms }),
});

/** What operators of RxJS do: `timeout(5000)`, `retry({ count: 3, delay: 100 })`. */
const ofOperators = (args: readonly Thing[], site: Site): Waiting | undefined => {
  const limits: Limit[] = [];
  const retries: Retry[] = [];
  const { program } = site.scope;
  for (const { package: name, path, args: given = [], at } of args.flatMap((arg) => librariesOf(arg))) {
    if (!/^rxjs|^backoff-rxjs/.test(name)) continue;
    const operator = lastStep(path).replace(/\(\)$/, '');
    const [first] = given;
    if (/^timeout(?:With)?$/.test(operator)) limits.push(limitAt(site, millisecondsOf(first, program)));
    if (!operator.startsWith('retry')) continue;
    const count =
      amountOf(first) ?? amountOf(fieldOf(first, 'count', program) ?? fieldOf(first, 'maxRetries', program));
    const isPaced = fieldOf(first, 'delay', program) !== undefined || operator === 'retryBackoff';
    const isTold = operator === 'retry' && !isOpen(first, program);
    retries.push({
      by: 'wrapper',
      at: at ?? evidenceAt(site.scope, site.fact.at),
      ...(count === undefined ? {} : { attempts: count + 1 }),
      paced: isPaced ? 'yes' : isTold ? 'no' : 'unknown',
      jitter: isPaced || !isTold ? 'unknown' : 'no',
    });
  }
  if (limits.length === 0 && retries.length === 0) return undefined;
  return { ...(limits.length > 0 ? { limits } : {}), ...(retries.length > 0 ? { retries } : {}) };
};

const around = (values: readonly Value[], scope: Scope, waiting: Waiting | undefined): Wrapping | undefined => {
  if (!waiting) return undefined;
  const sites = new Set<number>();
  for (const value of values) sitesIn(value, scope, sites);
  return sites.size > 0 ? { sites, waiting } : undefined;
};

const isRace = ({ callee, args }: CallFact): boolean =>
  callee.kind === 'member' &&
  callee.name === 'race' &&
  callee.of.kind === 'name' &&
  callee.of.name === 'Promise' &&
  (args[0]?.kind !== 'array' || args[0].items.length > 1);

const WRAPS = /^(?:pipe|race|retry)$|time_?out|deadline/i;
const TIMERS = /^(?:set|clear)Timeout$/;

/** What a call puts around the calls whose result it takes. */
export const wrappingOf = (fact: CallFact, scope: Scope): Wrapping | undefined => {
  const name = nameIn(fact.callee);
  if (!WRAPS.test(name) || TIMERS.test(name)) return undefined;
  const site = { fact, scope };
  if (isRace(fact)) {
    const ms = fact.args[0] && timerIn(fact.args[0], scope);
    return around(fact.args, scope, { limits: [limitAt(site, ms)] });
  }
  const { program } = scope;
  const args = fact.args.map((arg) => program.evaluate(arg, scope));
  if (fact.callee.kind === 'member') {
    if (name === 'pipe') return around([fact.callee.of], scope, ofOperators(args, site));
    const chained = librariesOf(program.evaluate(fact.callee, scope)).some(({ parent }) => parent?.args !== undefined);
    if (chained) return ofChain(site, fact.callee.of, args);
  }
  const isDeadline = optionsOf(program.evaluate(fact.callee, scope)).some(
    (option) => option.kind === 'function' || (option.kind === 'library' && isDeadlinePackage(option.package)),
  );
  if (!isDeadline || !/time_?out|deadline/i.test(name)) return undefined;
  const ms = args.flatMap((arg) => amountOf(arg) ?? millisecondsOf(arg, program) ?? [])[0];
  return around(fact.args, scope, { limits: [limitAt(site, ms)] });
};

/** `request.get(url).timeout(5000).retry(2)` of superagent. */
const ofChain = (site: Site, of: Value, args: readonly Thing[]): Wrapping | undefined => {
  const { fact, scope } = site;
  const name = nameIn(fact.callee);
  if (name === 'timeout') {
    const ms = millisecondsOf(args[0], scope.program);
    return around([of], scope, { limits: [limitAt(site, ms)] });
  }
  if (name !== 'retry') return undefined;
  const more = amountOf(args[0]);
  const at = evidenceAt(scope, fact.at);
  const attempts = more === undefined ? {} : { attempts: more + 1 };
  return around([of], scope, { retries: [{ by: 'call', at, paced: 'no', jitter: 'no', ...attempts }] });
};

/** Deeds of a function, those that a later call takes the result of with what it puts around them. */
export const wrapped = (deeds: Deed[], spans: ReadonlyMap<number, Span>, wrapping: Wrapping | undefined): void => {
  if (!wrapping) return;
  for (const site of wrapping.sites) {
    const span = spans.get(site);
    for (let index = span?.[0] ?? 0; index < (span?.[1] ?? 0); index++) {
      const deed = deeds[index];
      const waiting = deed && waitingThrough(wrapping.waiting, deed.around.waiting);
      if (waiting) deeds[index] = { ...deed, around: { ...deed.around, waiting } };
    }
  }
};
/** From which deed of a function to which a call of it did them. */
export type Span = readonly [from: number, to: number];

/** A library that says by its name that it tries again. */
export const isRetry = (callee: LibraryThing): boolean =>
  /retry|retri(?!ev)|backoff/i.test(`${callee.package}.${callee.path}`);

const PACES = /sleep|delay|wait|pause|backoff|setTimeout/i;

/** A loop that tries again: how often, and whether it waits in between. */
export const loopRetry = (fact: CallFact, scope: Scope): Waiting | undefined => {
  const { retried, attempts, handler } = fact.around;
  if (!retried || handler) return undefined;
  const { calls, functions } = scope.module.fact;
  const near = calls.filter((call) => call.in === fact.in || functions[call.in]?.parent === fact.in);
  const isPaced = near.some(({ callee }) => PACES.test(nameIn(callee)));
  const isRandom = near.some(({ callee }) => /random|jitter/i.test(nameIn(callee)));
  const bound = attempts && amountOf(scope.program.evaluate(attempts.bound, scope));
  const retry: Retry = {
    by: 'wrapper',
    at: evidenceAt(scope, fact.at),
    paced: isPaced ? 'yes' : 'no',
    jitter: isRandom ? 'yes' : isPaced ? 'unknown' : 'no',
    ...(bound === undefined || !attempts ? {} : { attempts: bound + attempts.more }),
  };
  return { retries: [retry] };
};

const BREAKS = /circuit|breaker/i;
const HOLDS = /bulkhead/i;
const LIMITS = /^(?:Use)?Timeout$/;

/** A function or a class of one's own that says by its name that it breaks circuits or holds back. */
const ownGuard = ({ scope, id }: FunctionThing): readonly Waiting[] => {
  const { functions, classes } = scope.module.fact;
  const fact = functions[id];
  const owner = fact?.owner === undefined ? undefined : classes[fact.owner]?.name;
  const library = [fact?.name, owner].find((name) => name !== undefined && (BREAKS.test(name) || HOLDS.test(name)));
  if (!fact || library === undefined) return [];
  const kind = HOLDS.test(library) ? 'bulkhead' : 'breaker';
  return [{ guards: [{ kind, library, at: evidenceAt(scope, fact.at) }] }];
};

/** `@CircuitBreaker()`, `@Bulkhead(5)`, `@Timeout(5000)` over a method; and what such functions are called. */
export const decoratedWaiting = (fn: FunctionThing): Waiting | undefined => {
  const { scope, id } = fn;
  const decorators = scope.module.fact.functions[id]?.decorators ?? [];
  const found = decorators.flatMap(({ name, args, at }): readonly Waiting[] => {
    const word = name.kind === 'name' || name.kind === 'member' ? name.name : '';
    const place = evidenceAt(scope, at);
    if (BREAKS.test(word)) return [{ guards: [{ kind: 'breaker', library: word, at: place }] }];
    if (HOLDS.test(word)) return [{ guards: [{ kind: 'bulkhead', library: word, at: place }] }];
    if (!LIMITS.test(word)) return [];
    const ms = args[0] && amountOf(scope.program.evaluate(args[0], scope));
    return [{ limits: [{ by: 'wrapper', at: place, ...(ms === undefined ? {} : { ms }) }] }];
  });
  const all = [...found, ...ownGuard(fn)];
  return all.length > 0 ? Object.assign({}, ...all) : undefined;
};
