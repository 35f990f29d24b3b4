import { fieldOf, optionsOf, plainTextsOf, textsOf, textThing } from '../../things.ts';
import type { Library, LibraryThing, Program, Thing } from '../../types.ts';
import { rootOf } from './bases.ts';
import { VERB } from './methods.ts';
import { withBase } from './urls.ts';

export type Contracted = { readonly method: string; readonly path: string };

const isRouter = (thing: LibraryThing): boolean => thing.package === '@ts-rest/core' && thing.path.endsWith('router()');

/** The route that a contract of ts-rest gives under a dotted name, with the prefixes of the routers it stands in. */
export const contracted = (
  contract: Thing | undefined,
  names: readonly string[],
  program: Program,
  prefix = '',
): Contracted | undefined => {
  for (const option of optionsOf(contract)) {
    if (option.kind === 'library') {
      if (!isRouter(option)) continue;
      const more = plainTextsOf(fieldOf(option.args?.[1], 'pathPrefix', program))[0] ?? '';
      const found = contracted(option.args?.[0], names, program, prefix + more);
      if (found) return found;
      continue;
    }
    const [head, ...rest] = names;
    if (head !== undefined) {
      const inner = fieldOf(option, head, program);
      const found = inner && contracted(inner, rest, program, prefix);
      if (found) return found;
      continue;
    }
    const [method] = plainTextsOf(fieldOf(option, 'method', program));
    const [path] = plainTextsOf(fieldOf(option, 'path', program));
    if (method !== undefined && path !== undefined && VERB.test(method))
      return { method: method.toUpperCase(), path: prefix + path };
  }
  return undefined;
};

/** ts-rest: `initClient(contract, { baseUrl }).orders.place(…)`. */
export const tsRest: Library = {
  packages: ['@ts-rest/core'],
  recognise: (call) => {
    const match = /^initClient\(\)\.(.+)$/.exec(call.callee.path);
    const made = rootOf(call.callee);
    if (!match || !made?.args) return undefined;
    const { program } = call.scope;
    const route = contracted(made.args[0], (match[1] ?? '').split('.'), program);
    if (!route) return undefined;
    const urls = withBase(textsOf(textThing(route.path)), textsOf(fieldOf(made.args[1], 'baseUrl', program)));
    const label = `${route.method} ${urls[0]?.text ?? '?'}`;
    return { deeds: [{ kind: 'call', protocol: 'http', method: route.method, urls, label, deadline: 'unknown' }] };
  },
};
