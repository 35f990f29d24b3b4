import type { ListenFact, ModuleFact } from '../../model/fact/module.ts';
import type { Value } from '../../model/fact/value.ts';

/** The ports that a module listens on, as far as it says so itself: `app.listen(3000)`, `listen(PORT ?? 3000)`, `listen({ port: 3000 })`. */
export function listensIn(module: ModuleFact): readonly ListenFact[] {
  const constants = new Map(module.bindings.map(({ name, value }) => [name, value]));
  const ports = module.calls
    .filter(({ callee }) => callee.kind === 'member' && callee.name === 'listen')
    .flatMap(({ args }) => numbersIn(args[0], constants, 0))
    .filter((port) => Number.isInteger(port) && port > 0);
  return ports.length > 0 ? [{ kind: 'listen', ports }] : [];
}

function numbersIn(value: Value | undefined, constants: ReadonlyMap<string, Value>, depth: number): readonly number[] {
  if (!value || depth > 4) return [];
  if (value.kind === 'number') return [value.number];
  if (value.kind === 'text') return [Number(value.text)];
  if (value.kind === 'either') return value.options.flatMap((option) => numbersIn(option, constants, depth + 1));
  if (value.kind === 'object')
    return numbersIn(value.entries.find(({ key }) => key === 'port')?.value, constants, depth + 1);
  return value.kind === 'name' ? numbersIn(constants.get(value.name), constants, depth + 1) : [];
}
