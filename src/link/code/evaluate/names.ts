import type { ImportFact } from '../../../model/fact/module.ts';
import { heldIn } from '../../../model/held.ts';
import { eitherOf, ENVIRONMENT, NOTHING, unknownAs } from '../things.ts';
import type { Module, Program, Scope, Thing } from '../types.ts';
import { mayExport } from './barrels.ts';
import { storeAtTop } from './keyed.ts';
import { askedOnce } from './once.ts';
import { foundOnce } from './under-way.ts';

/** The top scope of a module inside a service. */
export const topScope = (program: Program, module: Module): Scope => {
  const known = program.memo.modules.get(module.file);
  if (known) return known;
  const scope: Scope = {
    id: program.memo.nextId++,
    program,
    module,
    fn: 0,
    params: new Map(),
    locals: new Map(),
    results: new Map(),
  };
  program.memo.modules.set(module.file, scope);
  return scope;
};

/** Packages of which only the path says what they speak to: `drizzle-orm/node-postgres`, `@prisma/client/orders`. */
const TELLING = new Set(['drizzle-orm', '@prisma/client']);
/** What a protobuf generator writes keeps its whole path, which tells the contract it stands for. */
const GENERATED = /(?:_pb|_connect)(?:\.[jt]s)?$/;

const WHOLE = new Set(['default', '*', '=']);

/** What a package exports under a name. `lodash/snakeCase` is named by its path. */
export const packageThing = (pack: string, path: string, imported: string | undefined): Thing => {
  const name = GENERATED.test(path) || (TELLING.has(pack) && path !== '') ? `${pack}/${path}` : pack;
  if (name === 'process' && imported === 'env') return ENVIRONMENT;
  if (imported !== undefined && !WHOLE.has(imported)) return { kind: 'library', package: name, path: imported };
  return { kind: 'library', package: name, path: path.slice(path.lastIndexOf('/') + 1) };
};

const imported = (program: Program, module: Module, item: ImportFact): Thing => {
  const target = program.workspace.resolve(module.file, item.from);
  if ('package' in target) return packageThing(target.package, target.path, item.name);
  if (item.name === '*') return { kind: 'namespace', file: target.file };
  return program.exported(target.file, item.name ?? '*') ?? unknownAs(item.name ?? item.from);
};

/** A name may be written more than once: what any function that was entered stores in it counts. */
const storedIn = (scope: Scope, name: string): readonly Thing[] => {
  const { program, module } = scope;
  return (module.assigned.get(name) ?? []).slice(0, 6).flatMap(({ fn, assign }) => {
    if (fn !== 0 && module.localsOf(fn).has(name)) return [];
    const entered = program.memo.entered.get(`${module.file}#${fn}`) ?? [];
    const scopes = fn === 0 ? [scope] : entered.length > 0 ? entered.slice(0, 4) : [program.generic(module, fn)];
    return scopes.map((inner) => program.evaluate(assign.value, inner));
  });
};

const moduleName = (name: string, scope: Scope): Thing | undefined => {
  const { program, module } = scope;
  const binding = module.bindings.get(name);
  if (binding) {
    const value = program.evaluate(binding.value, scope);
    storeAtTop(value, name, scope);
    const isOpen = value.kind === 'unknown' || value.kind === 'nothing';
    const stored = module.assigned.has(name) ? storedIn(scope, name) : [];
    const found = stored.length > 0 ? eitherOf([value, ...stored]) : value;
    if (isOpen && (found.kind === 'unknown' || found.kind === 'nothing') && binding.type) {
      return program.typed(binding.type, scope);
    }
    return found;
  }
  const item = module.imports.get(name);
  return item && imported(program, module, item);
};

/** A list with what is pushed to it, by the function that makes it or those inside. */
const withPushed = (list: Thing, name: string, scope: Scope): Thing => {
  const pushes = list.kind === 'array' ? scope.module.pushed.get(name) : undefined;
  if (list.kind !== 'array' || !pushes) return list;
  const { program, module } = scope;
  return askedOnce('list', { of: pushes, name, scope }, list, () => {
    const items = pushes.slice(0, 12).flatMap(({ fn, value }) => {
      const entered = program.memo.entered.get(`${module.file}#${fn}`) ?? [];
      const inner = fn === scope.fn ? [scope] : entered.filter((one) => one.parent === scope).slice(0, 4);
      return inner.map((one) => program.evaluate(value, one));
    });
    return { kind: 'array', items: [...list.items, ...items] };
  });
};

const local = (name: string, scope: Scope): Thing | undefined => {
  const param = scope.params.get(name);
  if (param) return param;
  if (scope.fn === 0) return foundOnce(scope.locals, name, scope, () => moduleName(name, scope));
  const values = scope.module.localsOf(scope.fn).get(name);
  if (!values) return undefined;
  if (scope.module.pushed.has(name) && values.some((value) => value.kind === 'array')) {
    return withPushed(eitherOf(values.map((value) => scope.program.evaluate(value, scope))), name, scope);
  }
  const find = (): Thing => eitherOf(values.map((value) => scope.program.evaluate(value, scope)));
  return foundOnce(scope.locals, name, scope, find);
};

/** What a name means where it stands: parameters and locals outward, then the module, then the globals. */
export const lookup = (name: string, scope: Scope): Thing => {
  for (let inner: Scope | undefined = scope; inner; inner = inner.parent) {
    const found = local(name, inner);
    if (found) return found;
  }
  return name === 'undefined' ? NOTHING : { kind: 'library', package: 'global', path: name };
};

const exportedValue = (program: Program, module: Module, name: string): Thing | undefined => {
  const items = module.exports.get(name);
  if (!items) return undefined;
  const found = items.flatMap((item): Thing[] => {
    if (item.from !== undefined) {
      const target = program.workspace.resolve(module.file, item.from);
      if ('package' in target) return [packageThing(target.package, target.path, item.imported)];
      if (item.imported === '*') return [{ kind: 'namespace', file: target.file }];
      const inner = program.exported(target.file, item.imported ?? name);
      return inner ? [inner] : [];
    }
    const scope = topScope(program, module);
    if (item.value) return [program.evaluate(item.value, scope)];
    if (item.local === undefined) return [];
    const value = local(item.local, scope);
    return value ? [value] : [];
  });
  return found.length > 0 ? eitherOf(found) : undefined;
};

const search = (program: Program, file: string, name: string, seen: Set<string>): Thing | undefined => {
  const module = program.workspace.moduleOf(file);
  if (!module || seen.has(file)) return undefined;
  seen.add(file);
  const own = exportedValue(program, module, name);
  if (own) return own;
  const whole = name === '=' ? undefined : exportedValue(program, module, '=');
  if (whole) {
    if (name === 'default' || name === '*') return whole;
    const field = program.member(whole, name, topScope(program, module));
    if (field.kind !== 'unknown' && field.kind !== 'nothing') return field;
  }
  if (name === '=') return { kind: 'namespace', file };
  let outside: Thing | undefined;
  for (const { from = '' } of module.stars) {
    const target = program.workspace.resolve(file, from);
    if ('file' in target && from.startsWith('.') && !mayExport(program, target.file, name)) continue;
    const inner = 'file' in target ? search(program, target.file, name, seen) : undefined;
    if (inner) return inner;
    const isPackage = 'package' in target || (seen.has(target.file) && !from.startsWith('.'));
    if (isPackage && !outside) outside = packageThing('package' in target ? target.package : from, '', name);
  }
  if (outside && name !== 'default') return outside;
  const commonJs = name === 'default' && module.exports.size > 0 && !module.exports.has('default');
  return commonJs ? { kind: 'namespace', file } : undefined;
};

/** What a file exports under a name, through re-exports and barrels. */
export const exported = (program: Program, file: string, name: string): Thing | undefined => {
  const { memo } = program;
  const known = heldIn(memo.exported, file, () => new Map<string, Thing | undefined>());
  if (known.has(name)) return known.get(name);
  known.set(name, undefined); // files that re-export a name from each other end here
  const found = search(program, file, name, new Set());
  const isSettled = found === undefined ? memo.depth < 60 : found.kind !== 'unknown' && found.kind !== 'nothing';
  if (isSettled) known.set(name, found);
  else known.delete(name);
  return found;
};
