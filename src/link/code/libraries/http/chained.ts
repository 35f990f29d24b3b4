import { joinPieces } from '../../evaluate/texts.ts';
import { fieldOf, lastStep, textsOf } from '../../things.ts';
import type { CallDeed, Library, LibraryThing, TextOption } from '../../types.ts';
import { rootOf } from './bases.ts';
import { VERB } from './methods.ts';
import { withBase } from './urls.ts';

const deed = (method: string, urls: readonly TextOption[], deadline: CallDeed['deadline']): CallDeed => ({
  kind: 'call',
  protocol: 'http',
  method,
  urls,
  label: `${method} ${urls[0]?.text ?? '?'}`,
  deadline,
});

/** The steps of a chain, the first call first. */
const stepsOf = (callee: LibraryThing): readonly LibraryThing[] => {
  const steps: LibraryThing[] = [];
  for (let step: LibraryThing | undefined = callee; step; step = step.parent) if (step.args) steps.unshift(step);
  return steps;
};

const behind = (base: readonly TextOption[], path: readonly TextOption[]): readonly TextOption[] =>
  path.length === 0 ? base : base.length === 0 ? path : withBase(path, base);

/** wretch: `wretch(base).url('/orders').post(body)`, or the path as the last argument. */
export const wretch: Library = {
  packages: ['wretch'],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (!VERB.test(name) || name !== name.toLowerCase()) return undefined;
    const takesBody = /^(?:post|put|patch)$/.test(name);
    const steps = stepsOf(call.callee).filter(
      ({ path }) => path === '()' || path === 'default()' || path.endsWith('.url()'),
    );
    const base = steps.reduce<readonly TextOption[]>((url, step) => behind(url, textsOf(step.args?.[0])), []);
    const urls = behind(base, textsOf(call.args[takesBody ? 1 : 0]));
    return { deeds: [deed(name.toUpperCase(), urls, 'unknown')] };
  },
};

/** bent: `const post = bent(base, 'POST', 'json')`, then `post('/orders', body)`. */
export const bent: Library = {
  packages: ['bent'],
  recognise: (call) => {
    if (call.callee.path !== '()') return undefined;
    const texts = (rootOf(call.callee)?.args ?? []).flatMap((arg) => textsOf(arg));
    const method = texts.find(({ text }) => VERB.test(text))?.text.toUpperCase() ?? 'GET';
    const base = texts.filter(({ text }) => /^https?:|^\{/.test(text));
    return { deeds: [deed(method, behind(base, textsOf(call.args[0])), 'none')] };
  },
};

/** openapi-fetch: `createClient<paths>({ baseUrl }).GET('/orders/{id}')`. */
export const openapiFetch: Library = {
  packages: ['openapi-fetch'],
  recognise: (call) => {
    const method = lastStep(call.callee.path);
    if (!VERB.test(method) || method !== method.toUpperCase()) return undefined;
    const { program } = call.scope;
    const base = textsOf(fieldOf(rootOf(call.callee)?.args?.[0], 'baseUrl', program));
    return { deeds: [deed(method, behind(base, textsOf(call.args[0])), 'unknown')] };
  },
};

/** `hc<App>(base).api.orders[':id'].$get()` of Hono: the path is written as members. */
export const honoClient: Library = {
  packages: ['hono'],
  recognise: (call) => {
    const match = /^hc\(\)(?:\.(.+))?\.\$(get|post|put|patch|delete|head|options)$/.exec(call.callee.path);
    if (!match) return undefined;
    const path = `/${(match[1] ?? '')
      .split('.')
      .filter((part) => part !== 'index')
      .join('/')}`;
    const text = joinPieces([[{ text: path, holes: false, env: [], evidence: [] }]]);
    return {
      deeds: [
        deed((match[2] ?? '').toUpperCase(), behind(textsOf(rootOf(call.callee)?.args?.[0]), textsOf(text)), 'unknown'),
      ],
    };
  },
};
