import type { Value } from '../../../model/fact/value.ts';
import { functionsOf } from '../things.ts';
import type { InstanceThing, Scope } from '../types.ts';

/** How deep the methods that a constructor calls are followed, and how deep in an evaluation they are at all. */
const DEEPEST = 4;
const LATEST = 45;

const constructed = new WeakSet<InstanceThing>();

/** `this.open(…)`, `this.client.open(…)` */
const isOwn = (callee: Value): boolean =>
  callee.kind === 'member' && (callee.of.kind === 'this' || callee.of.kind === 'super' || isOwn(callee.of));

/** Enters the methods that a function calls on what it belongs to, for what they store. */
const runOwn = (scope: Scope, depth: number): void => {
  const { program, module } = scope;
  for (const site of module.fact.functions[scope.fn]?.calls ?? []) {
    const call = module.fact.calls[site];
    if (!call || !isOwn(call.callee)) continue;
    const args = call.args.map((arg) => program.evaluate(arg, scope));
    for (const fn of functionsOf(program.evaluate(call.callee, scope))) {
      const inner = program.enter(fn, args);
      if (depth < DEEPEST) runOwn(inner, depth + 1);
    }
  }
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
