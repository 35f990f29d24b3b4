import type { Effect, Model } from '../../../../src/model/model.ts';
import { modelOf, services } from '../code/workspace.ts';

/** `$a` in a text is a call to another service at `/a`; so is any other letter. */
export const written = (text: string): string =>
  text.replaceAll(/\$([a-z])\b/g, (_, letter: string) => `fetch('http://stock:3000/${letter}')`);

const nameOf = (effect: Effect): string => {
  switch (effect.kind) {
    case 'call':
      return effect.target.slice(effect.target.lastIndexOf('/') + 1);
    case 'publish':
      return `publish ${effect.channel ?? '?'}`;
    case 'data':
      return `${effect.verb} ${effect.table ?? '?'}`;
    default:
      return effect.what;
  }
};

const circumstancesOf = ({ around }: Effect): readonly string[] => [
  ...(around.loop ? ['loop'] : []),
  ...(around.transaction === undefined ? [] : ['transaction']),
  ...(around.parallel ? ['parallel'] : []),
  ...(around.retried ? ['retried'] : []),
  ...(around.detached ? ['detached'] : []),
];

/** `b (loop, retried)` */
export const effectText = (effect: Effect): string => {
  const around = circumstancesOf(effect);
  return `${nameOf(effect)}${around.length > 0 ? ` (${around.join(', ')})` : ''}`;
};

export type Case = readonly [name: string, files: string | Readonly<Record<string, string>>, wanted: readonly string[]];

const wired = services({ orders: {}, stock: {} });

export const orders = (files: Case[1]): Model => {
  const tree = typeof files === 'string' ? { 'main.ts': files } : files;
  const placed = Object.entries(tree).map(([path, text]) => [`orders/src/${path}`, written(text)] as const);
  return modelOf(wired, Object.fromEntries(placed));
};

/** What the operations of orders do, in order; those that do nothing are left out. */
export const done = (files: Case[1]): readonly string[] =>
  orders(files)
    .operations.filter(({ service, effects }) => service === 'orders' && effects.length > 0)
    .flatMap(({ effects }) => effects.map(effectText));

/** The same, by operation. */
export const doneBy = (files: Case[1]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    orders(files)
      .operations.filter(({ service, effects }) => service === 'orders' && effects.length > 0)
      .map(({ name, effects }) => [name, effects.map(effectText)]),
  );

/** A handler of Express around a body. */
export const route = (body: string, before = ''): string =>
  `import express from 'express';\n${before}\nconst app = express();\napp.post('/orders', async (req, res) => {\n${body}\n});`;
