import type { Evidence } from '../../../model/evidence.ts';
import type { CallFact } from '../../../model/fact/module.ts';
import { noteCut } from '../cuts.ts';
import { baseOf, constructorsOf } from '../evaluate/instances.ts';
import { noteImplementation } from '../libraries/descriptors.ts';
import { noteGrown } from '../libraries/stores/growth.ts';
import { evidenceAt, itemsOf, lastStep, optionsOf } from '../things.ts';
import type {
  Around,
  Deed,
  FunctionThing,
  InstanceThing,
  LibraryCall,
  LibraryThing,
  Recognised,
  Scope,
  Thing,
} from '../types.ts';
import { aroundOf, combined, onWay, through, within } from './around.ts';
import { isFirst } from './bases.ts';
import { callbacksOf, isKept } from './callbacks.ts';
import { dispatched, dispatchedBy, unseenIn } from './dispatch.ts';
import { done } from './doing.ts';
import { iteratingOf } from './iterating.ts';
import { noteOpened } from './origins.ts';
import { isQuiet } from './quiet.ts';
import { behindRecords } from './recorded.ts';
import { recognisedIn } from './recognised.ts';
import { isKeeper, rememberedBy, withMemory } from './remembering.ts';
import { inTransaction, isOver, isTransactional, turnOf } from './transactions.ts';
import { repeats, takesTurns } from './turns.ts';
import { decoratedWaiting, isRetry, loopRetry, wrapped, wrappingOf, type Span } from './waiting.ts';

/** How many deeds of one function are kept, and how deep helpers are followed. */
const MOST_DEEDS = 300;
const DEEPEST = 40;
/** How many things of a list that is written out are gone over. */
const MOST_ITEMS = 24;
/** How often a function is followed inside itself: what recurses does the same again. */
const MOST_NESTED = 8;

type Site = {
  readonly scope: Scope;
  readonly fact: CallFact;
  readonly at: Evidence;
  readonly around: Around;
  readonly depth: number;
};

const isAsync = (fn: FunctionThing): boolean => fn.scope.module.fact.functions[fn.id]?.async === true;

/** A call that nobody waits for runs detached, where it is asynchronous at all. */
const detachedFrom = (site: Site, fn: FunctionThing): Around =>
  site.fact.around.awaited !== true && isAsync(fn) ? { ...site.around, detached: true } : site.around;

const entered = (fn: FunctionThing, args: readonly Thing[], site: Site, outer: Around): readonly Deed[] => {
  if (repeats(fn, args, site.scope)) return [];
  const deeds = deedsOf(fn.scope.program.enter(fn, args), site.depth + 1);
  if (deeds.length === 0) return deeds;
  const around = within(outer, decoratedWaiting(fn));
  return deeds.map((deed) => through(deed, site.at, around));
};

const followed = (thing: Thing, args: readonly Thing[], site: Site): readonly Deed[] =>
  optionsOf(thing).flatMap((option) =>
    option.kind === 'function' ? entered(option, args, site, detachedFrom(site, option)) : [],
  );

const ofCallbacks = (
  args: readonly Thing[],
  given: readonly Thing[],
  site: Site,
  known: Recognised & { readonly callee?: LibraryThing },
): readonly Deed[] => {
  const callbacks = callbacksOf(args);
  if (callbacks.length === 0) return [];
  const label = `${site.at.file}:${site.at.line}`;
  const around: Around = {
    ...combined(site.around, {
      ...iteratingOf(site.fact, known.callee),
      detached: known.detaches === true,
      branch: false,
      retried: known.retries === true,
      ...(known.transaction ? { transaction: label } : {}),
      ...(known.waiting ? { waiting: known.waiting } : {}),
    }),
    ...(site.around.arms ? { arms: site.around.arms } : {}),
  };
  const deeds = callbacks.flatMap((fn) => entered(fn, given, site, around));
  const name = lastStep(known.callee?.path ?? '');
  return isKeeper(name) ? rememberedBy(name, deeds) : deeds;
};

const ofLibrary = (callee: LibraryThing, args: readonly Thing[], site: Site): readonly Deed[] => {
  const { scope, fact, at } = site;
  const call: LibraryCall = { callee, args, fact, scope, at };
  const before = scope.program.openings.length;
  const found = recognisedIn(call);
  const known = found ?? {};
  noteOpened(scope, before);
  const detached = fact.around.awaited !== true;
  const own = done(known.deeds ?? [], call).map((what): Deed => ({
    what,
    trail: [at],
    around: { ...site.around, detached, ...(known.unheard ? { unheard: true } : {}) },
  }));
  const inProcess = [...(known.follows ?? []), ...dispatched(scope.program, args)];
  const inside = { ...site, around: within(site.around, known.waiting) };
  const follows = inProcess.flatMap(({ fn, args: given }) => followed(fn, given, inside));
  if (known.takesCallbacks) return [...own, ...follows];
  if (!found && isKept(callee, scope, fact)) return [...own, ...follows];
  const name = lastStep(callee.path);
  const chained = name === 'then' || name === 'catch' || name === 'finally';
  const given = known.callbackArgs ?? (chained && callee.parent ? [callee.parent] : []);
  const retries = known.retries ?? (isRetry(callee) ? true : undefined);
  return [...own, ...follows, ...ofCallbacks(args, given, site, { ...known, callee, ...(retries ? { retries } : {}) })];
};

const ofNew = (made: Thing, site: Site): readonly Deed[] =>
  optionsOf(made).flatMap((option) =>
    option.kind === 'instance'
      ? [
          ...constructorsOf(option).flatMap((scope) =>
            deedsOf(scope, site.depth + 1).map((deed) => through(deed, site.at, site.around)),
          ),
          ...ofBase(option, site.depth),
        ]
      : [],
  );

/** A class of one's own that extends one of a package does what that one's constructor does, once for what it is given. */
export const ofBase = (instance: InstanceThing, depth = 0): readonly Deed[] => {
  const base = baseOf(instance);
  if (!base?.made.at || base.made.package === 'global' || !isFirst(instance, base)) return [];
  const { made, of, fact, scope } = base;
  return ofLibrary(of, made.args ?? [], {
    scope,
    fact,
    at: base.made.at,
    around: aroundOf(fact),
    depth: depth + 1,
  });
};

const ofCallee = (callee: Thing, args: readonly Thing[], made: Thing, site: Site): readonly Deed[] => {
  switch (callee.kind) {
    case 'function': {
      noteImplementation(args, site.at, site.scope);
      const name = callee.scope.module.fact.functions[callee.id]?.name ?? '';
      const outer = detachedFrom(site, callee);
      const around = /retry|backoff/i.test(name) ? { ...outer, retried: true } : outer;
      const inside = entered(callee, args, site, around);
      const beside = dispatchedBy(callee, args).flatMap(({ fn, args: given }) => followed(fn, given, site));
      const all = [...inside, ...unseenIn(inside, beside)];
      return isKeeper(name) && callbacksOf(args).length > 0 ? rememberedBy(name, all) : all;
    }
    case 'class':
      return ofNew(made, site);
    case 'library':
      return ofLibrary(callee, args, site);
    case 'method': {
      if (callee.name === 'then') return ofCallbacks(args, [callee.of], site, {});
      if (callee.name === 'bind') return []; // it runs where it is called
      const given = callee.of.kind === 'array' ? callee.of.items.slice(0, MOST_ITEMS) : [];
      if (callee.of.kind === 'function')
        return entered(callee.of, callee.name === 'apply' ? itemsOf(args[1]) : args.slice(1), site, site.around);
      if (given.length > 0) return given.flatMap((item) => ofCallbacks(args, [item], site, {}));
      return ofCallbacks(args, [], site, {});
    }
    default:
      return ofCallbacks(args, [], site, {});
  }
};

const argsOf = (fact: CallFact, scope: Scope): readonly Thing[] =>
  fact.args.flatMap((arg) => {
    const thing = scope.program.evaluate(arg, scope);
    return arg.kind === 'spread' && thing.kind === 'array' ? thing.items : [thing];
  });

const ofCall = (index: number, fact: CallFact, scope: Scope, depth: number): readonly Deed[] => {
  if (isQuiet(fact, scope)) return [];
  if (scope.fn === 0 && scope.program.unmounted.has(`${scope.module.file}#${index}`)) return [];
  const callee = scope.program.evaluate(fact.callee, scope);
  const args = argsOf(fact, scope);
  const made =
    callee.kind === 'class' || callee.kind === 'either'
      ? scope.program.evaluate({ kind: 'call', site: index }, scope)
      : callee;
  const told = within(aroundOf(fact, scope.module.file), loopRetry(fact, scope));
  const isOfItems = takesTurns(fact, callee);
  const around = isOfItems && told.loop ? { ...told, loop: false } : told;
  const site: Site = { scope, fact, at: evidenceAt(scope, fact.at), around, depth };
  const isChosen = callee.kind === 'either' && (callee.exclusive === true || (isOfItems && !told.loop));
  const siteOf = (way: number): Site => (isChosen ? { ...site, around: onWay(around, site.at, way) } : site);
  return optionsOf(callee).flatMap((option, way) => ofCallee(option, args, made, siteOf(way)));
};

/** What the calls of a function do, one after the other, with the transaction that is open meanwhile. */
const inOrder = (scope: Scope, depth: number): readonly Deed[] => {
  const { module, fn } = scope;
  const always = isTransactional(scope) ? `${module.file}:${module.fact.functions[fn]?.at[0] ?? 1}` : undefined;
  const deeds: Deed[] = [];
  const spans = new Map<number, Span>();
  let open = always;
  for (const index of module.fact.functions[fn]?.calls ?? []) {
    const call = module.fact.calls[index];
    if (!call) continue;
    if (deeds.length >= MOST_DEEDS) {
      noteCut(scope, 'deeds');
      break;
    }
    const turn = turnOf(call, scope);
    if (isOver(turn, call)) open = always;
    const from = deeds.length;
    const did = behindRecords(index, ofCall(index, call, scope, depth).slice(0, MOST_DEEDS), scope);
    deeds.push(...inTransaction(did, open));
    if (deeds.length > from) spans.set(index, [from, deeds.length]);
    wrapped(deeds, spans, wrappingOf(call, scope));
    if (turn === 'begins') open ??= `${module.file}:${call.at[0]}`;
  }
  return withMemory(scope, deeds);
};

/** Everything a function does to the world when it is entered so, helpers followed, in order. */
export const deedsOf = (scope: Scope, depth = 0): readonly Deed[] => {
  if (scope.deeds) return scope.deeds;
  const { nested } = scope.program.memo;
  const place = `${scope.module.file}#${scope.fn}`;
  const times = nested.get(place) ?? 0;
  if (scope.running || times >= MOST_NESTED) return [];
  if (depth > DEEPEST) {
    noteCut(scope, 'depth');
    return [];
  }
  scope.running = true;
  scope.program.memo.visited.add(place);
  nested.set(place, times + 1);
  noteGrown(scope);
  const deeds = inOrder(scope, depth);
  delete scope.running;
  nested.set(place, times);
  scope.deeds = deeds;
  return deeds;
};
