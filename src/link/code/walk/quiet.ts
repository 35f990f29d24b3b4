import type { CallFact } from '../../../model/fact/module.ts';
import type { Value } from '../../../model/fact/value.ts';
import type { Scope } from '../types.ts';

/** Globals whose members only compute. */
const GLOBALS = new Set(['console', 'Math', 'JSON', 'Date', 'Number', 'String', 'Object']);
const FUNCTIONS = new Set([
  'Date',
  'Error',
  'Number',
  'String',
  'Boolean',
  'parseInt',
  'parseFloat',
  'isNaN',
  'BigInt',
]);

/** Whether a call can be told to do nothing to the world without evaluating anything: most calls are of this kind. */
export const isQuiet = (fact: CallFact, scope: Scope): boolean => {
  const { callee } = fact;
  if (callee.kind === 'super') return true;
  if (callee.kind === 'member') return callee.of.kind === 'name' && GLOBALS.has(callee.of.name);
  if (callee.kind !== 'name') return false;
  if (FUNCTIONS.has(callee.name)) return !isNamed(callee.name, scope);
  return scope.fn === 0 && isOfQuietPackage(callee.name, scope) && fact.args.every((arg) => isPlain(arg, scope));
};

const isNamed = (name: string, scope: Scope): boolean =>
  scope.module.imports.has(name) || scope.module.bindings.has(name);

/** Decorators and the like, of packages that no recogniser knows. */
const isOfQuietPackage = (name: string, { module, program }: Scope): boolean => {
  const item = module.imports.get(name);
  if (!item || module.bindings.has(name)) return false;
  const target = program.workspace.resolve(module.file, item.from);
  return 'package' in target && program.libraryFor(target.package).length === 0;
};

const PLAIN = new Set(['class', 'object', 'text', 'number', 'boolean']);

/** Nothing is handed over that does something when it is called. */
const isPlain = (value: Value, scope: Scope): boolean => {
  switch (value.kind) {
    case 'text':
    case 'number':
    case 'boolean':
    case 'nothing':
    case 'env':
      return true;
    case 'array':
      return value.items.every((item) => isPlain(item, scope));
    case 'object':
      return value.entries.every((entry) => isPlain(entry.value, scope));
    case 'function':
      return scope.module.fact.functions[value.id]?.calls.length === 0;
    case 'name':
      return PLAIN.has(scope.module.bindings.get(value.name)?.value.kind ?? '');
    default:
      return false;
  }
};
