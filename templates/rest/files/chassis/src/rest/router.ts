import type { Call } from '../rpc/call.ts';
import { parametersOf } from './api.ts';
import { HttpProblem, type HttpAnswer } from './problem.ts';
import type { RestRequest } from './request.ts';

/** A route with all that it takes to answer it. */
export type ServedRoute = {
  readonly route: RestRequest['route'];
  readonly answer: (request: RestRequest, call: Call) => Promise<HttpAnswer>;
};
export type Found = ServedRoute & { readonly parameters: Readonly<Record<string, string>> };

/** Finds the route of a request. Throws 404 where nothing is at the path, 405 where it takes other methods. */
export function routerOf(routes: readonly ServedRoute[]): (method: string, path: string) => Found {
  const patterns = routes.map((served) => {
    const source = served.route.path.replace(/\{\w+\}/g, '([^/]+)');
    return { served, names: parametersOf(served.route.path), pattern: new RegExp(`^${source}$`) };
  });
  return (method, path) => {
    const found = patterns.flatMap(({ served, names, pattern }) => {
      const values = pattern.exec(path)?.slice(1);
      return values ? [{ ...served, parameters: decoded(names, values) }] : [];
    });
    const match = found.find(({ route }) => route.method === method || (route.method === 'GET' && method === 'HEAD'));
    if (match) return match;
    if (found.length === 0) throw new HttpProblem(404, `there is nothing at ${path}`);
    const allow = found.map(({ route }) => route.method).join(', ');
    throw new HttpProblem(405, `${path} takes ${allow}`, { allow });
  };
}

function decoded(names: readonly string[], values: readonly string[]): Record<string, string> {
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]));
  } catch {
    throw new HttpProblem(400, 'the path is not encoded as a URL is');
  }
}
