import type { CallFact, ModuleFact } from '../../../model/fact/module.ts';
import type { Value } from '../../../model/fact/value.ts';
import type { LibraryCall } from '../types.ts';

/** What an observable is known by: the call that made it, and the names it was kept under. */
type Source = { readonly site: number; readonly names: ReadonlySet<string> };

const isSource = (value: Value, { site, names }: Source): boolean =>
  (value.kind === 'call' && value.site === site) || (value.kind === 'name' && names.has(value.name));

/** Whether a chain of calls begins with it: `answer.pipe(take(1)).subscribe(…)`. */
const beginsWith = (value: Value, source: Source, calls: ModuleFact['calls']): boolean => {
  let step: Value | undefined = value;
  for (let depth = 0; step && depth < 12; depth++) {
    if (isSource(step, source)) return true;
    if (step.kind === 'member') step = step.of;
    else if (step.kind === 'call') step = calls[step.site]?.callee;
    else return false;
  }
  return false;
};

const isSubscription = ({ callee }: CallFact): boolean => callee.kind === 'member' && callee.name === 'subscribe';

/** The promise that is made around a subscription, if any: `new Promise((resolve) => answer.subscribe(resolve))`. */
const promiseAround = (fn: number, { calls }: ModuleFact): CallFact | undefined =>
  calls.find(
    ({ form, callee, args }) =>
      form === 'new' &&
      callee.kind === 'name' &&
      callee.name === 'Promise' &&
      args.some((arg) => arg.kind === 'function' && arg.id === fn),
  );

const isWaitedFor = (subscription: CallFact, made: CallFact, module: ModuleFact): boolean =>
  subscription.in !== made.in && promiseAround(subscription.in, module)?.around.awaited !== undefined;

/** Whether the answer to a request that comes as an observable is subscribed to, and nobody waits for it. */
export const isUnheard = ({ scope: { module }, fact: made }: LibraryCall): boolean => {
  const { fact } = module;
  const site = fact.calls.indexOf(made);
  const locals = fact.functions[made.in]?.locals ?? [];
  const kept = locals.filter(({ value }) => value.kind === 'call' && value.site === site).map(({ name }) => name);
  const source: Source = { site, names: new Set(kept) };
  const uses = fact.calls.filter(({ callee }) => beginsWith(callee, source, fact.calls));
  const subscriptions = uses.filter(isSubscription);
  if (subscriptions.length === 0) return false;
  const isHanded = fact.calls.some(({ args }) => args.some((arg) => isSource(arg, source)));
  return !isHanded && subscriptions.every((subscription) => !isWaitedFor(subscription, made, fact));
};
