import { heldIn } from '../../../model/held.ts';
import type { Barrel, Module, Program } from '../types.ts';

/** The files that a file re-exports whole, itself first. */
const wholeOf = (program: Program, file: string): ReadonlySet<Module> => {
  const found = new Set<Module>();
  const visit = (path: string): void => {
    const module = program.workspace.moduleOf(path);
    if (!module || found.has(module)) return;
    found.add(module);
    for (const { from = '' } of module.stars) {
      const target = program.workspace.resolve(path, from);
      if ('file' in target) visit(target.file);
    }
  };
  visit(file);
  return found;
};

/** A package may export any name, and so may a file whose exports are one value. */
const isOpenAt = ({ workspace }: Program, { file, exports, stars }: Module): boolean =>
  exports.has('=') ||
  stars.some(({ from = '' }) => !from.startsWith('.') || 'package' in workspace.resolve(file, from));

const barrelOf = (program: Program, file: string): Barrel =>
  heldIn(program.memo.barrels, file, () => {
    const modules = [...wholeOf(program, file)];
    const names = new Set(modules.flatMap(({ exports, types }) => [...exports.keys(), ...types.keys()]));
    return { names, isOpen: modules.some((module) => isOpenAt(program, module)) };
  });

/** Whether a file, or one that it re-exports whole, may declare a name: most of those behind a barrel do not. */
export const mayDeclare = (program: Program, file: string, name: string): boolean => {
  const module = program.workspace.moduleOf(file);
  if (!module) return false;
  return module.stars.length === 0
    ? module.exports.has(name) || module.types.has(name)
    : barrelOf(program, file).names.has(name);
};

/** Whether a file gives anything for a name, be it what a package exports under it. */
export const mayExport = (program: Program, file: string, name: string): boolean =>
  name === 'default' || mayDeclare(program, file, name) || givesAny(program, file);

const givesAny = (program: Program, file: string): boolean => {
  const module = program.workspace.moduleOf(file);
  if (!module) return false;
  return module.stars.length === 0 ? module.exports.has('=') : barrelOf(program, file).isOpen;
};
