import { firstGiven } from '../evaluate/given.ts';
import { lastStep, plainTextsOf } from '../things.ts';
import type { Library, Scope, Thing } from '../types.ts';

type Asked = { readonly of: Thing | undefined; readonly path: Thing | undefined; readonly otherwise?: Thing };

/** Lodash asks a thing for a path, Ramda gives the thing last. */
const askedBy = (name: string, args: readonly Thing[]): Asked | undefined => {
  const [first, second, third] = args;
  switch (name) {
    case 'get':
      return { of: first, path: second, ...(third ? { otherwise: third } : {}) };
    case 'prop':
      return { of: second, path: first };
    case 'propOr':
      return { of: third, path: second, ...(first ? { otherwise: first } : {}) };
    default:
      return undefined;
  }
};

const found = ({ of, path, otherwise }: Asked, scope: Scope): Thing | undefined => {
  const [name] = plainTextsOf(path);
  if (!of || name === undefined) return otherwise;
  const given = name.split('.').reduce<Thing>((thing, step) => scope.program.member(thing, step, scope), of);
  return otherwise ? firstGiven([given, otherwise]) : given;
};

/** `_.get(config, 'orders.url', fallback)`, `propOr(fallback, 'ORDERS_URL', process.env)`. */
export const lookups: Library = {
  packages: ['lodash', 'lodash-es', 'lodash.get', 'ramda', 'rambda'],
  result: (callee, args, scope) => {
    const asked = askedBy(callee.package === 'lodash.get' ? 'get' : lastStep(callee.path), args);
    return asked && found(asked, scope);
  },
};
