import type { ListenFact, ModuleFact } from '../../model/fact/module.ts';
import type { Value } from '../../model/fact/value.ts';

/**
 * The ports that a module listens on, as far as it says so itself: `app.listen(3000)`, `listen(PORT ?? 3000)`,
 * `listen({ port: 3000 })`, and the variables that it takes them from.
 */
export function listensIn(module: ModuleFact): readonly ListenFact[] {
  const told = module.calls
    .filter(({ callee }) => callee.kind === 'member' && callee.name === 'listen')
    .flatMap((call) => portsIn(call.args[0], namesIn(module, call.in), 0));
  const ports = told.filter((one) => typeof one === 'number').filter((port) => Number.isInteger(port) && port > 0);
  const variables = told.filter((one) => typeof one === 'string');
  return ports.length > 0 || variables.length > 0
    ? [{ kind: 'listen', ports, ...(variables.length > 0 ? { variables } : {}) }]
    : [];
}

type Names = { readonly module: ModuleFact; readonly valueOf: (name: string) => Value | undefined };

/** What names mean inside a function: its own, those of the functions around it, those of the module. */
const namesIn = (module: ModuleFact, inside: number): Names => ({
  module,
  valueOf: (name) => {
    for (
      let fn = module.functions[inside];
      fn;
      fn = fn.parent === undefined ? undefined : module.functions[fn.parent]
    ) {
      const local = fn.locals.find((binding) => binding.name === name);
      if (local) return local.value;
    }
    return module.bindings.find((binding) => binding.name === name)?.value;
  },
});

/** Numbers, and names of variables. */
function portsIn(value: Value | undefined, names: Names, depth: number): readonly (number | string)[] {
  if (!value || depth > 6) return [];
  const inner = (one: Value | undefined): readonly (number | string)[] => portsIn(one, names, depth + 1);
  switch (value.kind) {
    case 'number':
      return [value.number];
    case 'text':
      return [Number(value.text)];
    case 'env':
      return [value.name];
    case 'either':
      return value.options.flatMap(inner);
    case 'object':
      return inner(value.entries.find(({ key }) => key === 'port')?.value);
    case 'name':
      return inner(names.valueOf(value.name));
    case 'call':
      return inner(numberGivenTo(value.site, names.module));
    default:
      return [];
  }
}

/** `Number(process.env.PORT || 3000)`, `parseInt(PORT ?? '3000', 10)`, `config.get('PORT', 3000)` */
function numberGivenTo(site: number, module: ModuleFact): Value | undefined {
  const { callee, args } = module.calls[site] ?? {};
  if (callee?.kind === 'name' && /^(?:Number|parseInt)$/.test(callee.name)) return args?.[0];
  return callee?.kind === 'member' && /^(?:get|parseInt)$/.test(callee.name)
    ? args?.[callee.name === 'get' ? 1 : 0]
    : undefined;
}
