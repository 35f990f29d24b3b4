import type { Value } from '../../../model/fact/value.ts';
import { librariesOf } from '../things.ts';
import type { LibraryCall, Scope } from '../types.ts';

/** How many steps back a value is followed, over all its ways. */
const MOST_STEPS = 60;

type Search = { readonly package: string; steps: number };

/** What a value is made of, each part with the scope that it is read in. */
const partsOf = (value: Value, scope: Scope): readonly (readonly [Value, Scope])[] => {
  switch (value.kind) {
    case 'name':
      return sourcesOf(value.name, scope);
    case 'member':
    case 'spread':
    case 'element':
      return [[value.of, scope]];
    case 'join':
      return value.parts.map((part) => [part, scope]);
    case 'either':
      return value.options.map((option) => [option, scope]);
    case 'call': {
      const fact = scope.module.fact.calls[value.site];
      return fact ? [fact.callee, ...fact.args].map((part) => [part, scope]) : [];
    }
    default:
      return [];
  }
};

const sourcesOf = (name: string, scope: Scope): readonly (readonly [Value, Scope])[] => {
  for (let inner: Scope | undefined = scope; inner; inner = inner.parent) {
    const found = inner.fn > 0 ? inner.module.localsOf(inner.fn).get(name) : undefined;
    if (found) return found.map((value) => [value, inner]);
    if (inner.params.has(name)) return [];
  }
  return [];
};

const isFrom = (value: Value, scope: Scope, search: Search): boolean => {
  if (search.steps-- <= 0) return false;
  const things = librariesOf(scope.program.evaluate(value, scope));
  if (things.some((thing) => thing.package === search.package && thing.path.includes('()'))) return true;
  return partsOf(value, scope).some(([part, inner]) => isFrom(part, inner, search));
};

/** Whether a broker is told a name that it gave itself, at run time: messages are passed on inside it, to whoever asked. */
export const isHandedBack = ({ callee, fact, scope }: LibraryCall): boolean => {
  const [name] = fact.args;
  return name !== undefined && isFrom(name, scope, { package: callee.package, steps: MOST_STEPS });
};
