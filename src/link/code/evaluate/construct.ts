import type { CallFact } from '../../../model/fact/module.ts';
import type { Value } from '../../../model/fact/value.ts';
import { functionsOf, itemsOf } from '../things.ts';
import type { InstanceThing, Scope } from '../types.ts';
import { roundsOf } from './rounds.ts';

/** How deep the methods that a constructor calls are followed, and how deep in an evaluation they are at all. */
const DEEPEST = 4;
const LATEST = 45;
const MOST_ITEMS = 12;

const constructed = new WeakSet<InstanceThing>();

/** `this.open(…)`, `this.client.open(…)` */
const isOwn = (callee: Value): boolean =>
  callee.kind === 'member' && (callee.of.kind === 'this' || callee.of.kind === 'super' || isOwn(callee.of));

/** Enters the methods that a function calls on what it belongs to, for what they store. */
const runOwn = (scope: Scope, depth: number): void => {
  const { module } = scope;
  for (const site of module.fact.functions[scope.fn]?.calls ?? []) {
    const call = module.fact.calls[site];
    if (!call) continue;
    for (const inner of enteredBy(call, scope)) if (depth < DEEPEST) runOwn(inner, depth + 1);
  }
};

/** The functions that a call of one's own enters, and those that `list.forEach` does, once for each item. */
const enteredBy = (call: CallFact, scope: Scope): readonly Scope[] => {
  const { program } = scope;
  if (isOwn(call.callee))
    return (call.around.loop === undefined ? [scope] : roundsOf(scope, { kind: 'array', items: call.args })).flatMap(
      (round) => {
        const args = call.args.map((arg) => program.evaluate(arg, round));
        return functionsOf(program.evaluate(call.callee, round)).map((fn) => program.enter(fn, args));
      },
    );
  if (call.callee.kind !== 'member' || call.callee.name !== 'forEach') return [];
  const [callback] = functionsOf(call.args[0] && program.evaluate(call.args[0], scope));
  if (!callback) return [];
  const items = itemsOf(program.evaluate(call.callee.of, scope));
  return items.slice(0, MOST_ITEMS).map((item) => program.enter(callback, [item]));
};

/**
 * An instance is made before anything is asked of it: what its constructor stores by calling methods,
 * `this.createQueue(name)`, in itself or in what it holds, is there from the start.
 */
export const construct = (
  instance: InstanceThing,
  constructors: (instance: InstanceThing) => readonly Scope[],
): void => {
  const { memo } = instance.of.scope.program;
  if (constructed.has(instance) || memo.depth > LATEST) return;
  constructed.add(instance);
  for (const scope of constructors(instance)) runOwn(scope, 0);
};
