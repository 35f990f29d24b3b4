import type { DataFact } from '../../model/fact/data.ts';
import type { AssignFact, ExportFact, ModuleFact } from '../../model/fact/module.ts';
import type { Value } from '../../model/fact/value.ts';
import { addTo, heldIn } from '../../model/held.ts';
import type { KeptFact, Module } from './types.ts';

const assignedIn = (fact: ModuleFact): Module['assigned'] => {
  const assigned = new Map<string, { fn: number; assign: AssignFact }[]>();
  for (const [fn, { assigns }] of fact.functions.entries()) {
    for (const assign of assigns ?? []) {
      if (assign.target.kind === 'name') addTo(assigned, assign.target.name, { fn, assign });
    }
  }
  return assigned;
};

const pushedIn = (fact: ModuleFact): Module['pushed'] => {
  const pushed = new Map<string, { fn: number; value: Value }[]>();
  for (const { callee, args, in: fn } of fact.calls) {
    if (callee.kind !== 'member' || callee.name !== 'push' || callee.of.kind !== 'name') continue;
    for (const value of args) addTo(pushed, callee.of.name, { fn, value });
  }
  return pushed;
};

const keptIn = (fact: ModuleFact): Module['kept'] => {
  const kept = new Map<string, KeptFact[]>();
  for (const { callee, args, in: fn } of fact.calls) {
    const [key, value] = args;
    if (callee.kind !== 'member' || callee.name !== 'set' || args.length !== 2 || !key || !value) continue;
    const { of } = callee;
    if (of.kind === 'name') addTo(kept, of.name, { fn, key, value });
    else if (of.kind === 'member' && of.of.kind === 'this') addTo(kept, `this.${of.name}`, { fn, key, value });
  }
  return kept;
};

const localsIn = (fact: ModuleFact, fn: number): ReadonlyMap<string, readonly Value[]> => {
  const locals = new Map<string, Value[]>();
  const found = fact.functions[fn];
  for (const local of found?.locals ?? []) addTo(locals, local.name, local.value);
  for (const assign of found?.assigns ?? []) {
    if (assign.target.kind === 'name' && locals.has(assign.target.name))
      addTo(locals, assign.target.name, assign.value);
  }
  return locals;
};

/** A file of data, as the module that importing it gives. */
export const dataOf = ({ value, at }: DataFact): ModuleFact => ({
  kind: 'module',
  imports: [],
  exports: [{ name: '=', value, typeOnly: false, at }],
  bindings: [],
  functions: [],
  classes: [],
  calls: [],
});

/** Prepares a module for looking names up; done once a file, whatever imports it. */
export const moduleOf = (file: string, fact: ModuleFact): Module => {
  const exports = new Map<string, ExportFact[]>();
  const stars: ExportFact[] = [];
  for (const item of fact.exports) {
    if (item.name === '*') stars.push(item);
    else addTo(exports, item.name, item);
  }
  const locals = new Map<number, ReadonlyMap<string, readonly Value[]>>();
  return {
    file,
    fact,
    bindings: new Map(fact.bindings.map((binding) => [binding.name, binding])),
    imports: new Map(fact.imports.flatMap((item) => (item.local === undefined ? [] : [[item.local, item] as const]))),
    exports,
    stars,
    assigned: assignedIn(fact),
    pushed: pushedIn(fact),
    kept: keptIn(fact),
    types: new Map((fact.types ?? []).map((type) => [type.name, type])),
    localsOf: (fn) => heldIn(locals, fn, () => localsIn(fact, fn)),
  };
};
