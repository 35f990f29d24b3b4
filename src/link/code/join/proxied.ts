import type { Effect, Operation } from '../../../model/model.ts';
import { fitOf } from './operations.ts';

/** What a call asks for, as far as its label says. */
export type Asked = { readonly method: string; readonly path: string };

/** `GET http://gateway/api/orders/{id}` asks for `/api/orders/{id}`. */
export const askedBy = ({ target }: Extract<Effect, { kind: 'call' }>): Asked | undefined => {
  const match = /^([A-Z]+) (?:[a-z][a-z0-9+.-]*:\/\/[^/]+|\{[^}]*\}(?=\/))?(\/[^?#\s]*)/.exec(target);
  return match && match[1] !== 'ANY' ? { method: match[1] ?? '', path: match[2] ?? '' } : undefined;
};

export const isPassedOn = ({ target }: Extract<Effect, { kind: 'call' }>): boolean => target.startsWith('proxy ');

const wordsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');

/** The route behind a proxy that a request reaches, whether the proxy takes away what it knows it by or not. */
export const routeBehindProxy = (asked: Asked, operations: readonly Operation[]): Operation | undefined => {
  const parts = wordsOf(asked.path);
  let best: { readonly to: Operation; readonly score: number } | undefined;
  for (const to of operations) {
    const [method, path] = to.name.split(' ');
    if (path === undefined || (method !== asked.method && method !== 'ANY')) continue;
    for (const drop of [0, 1, 2].filter((count) => count <= parts.length)) {
      const fit = fitOf(`/${parts.slice(drop).join('/')}`, path);
      const score = fit === undefined || (drop > 0 && fit === 0 && wordsOf(path).length > 1) ? -1 : fit * 10 - drop;
      if (score > (best?.score ?? -1)) best = { to, score };
    }
  }
  return best?.to;
};
