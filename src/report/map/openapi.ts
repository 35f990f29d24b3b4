import type { ViewNode, ViewOperation } from '../../graph/types.ts';
import { labelOf } from '../../model/evidence.ts';
import { oneLine } from '../text/lines.ts';
import { yamlText, type Yaml } from '../text/yaml.ts';

/** Asked by machines that run it, not by who uses it. */
const forOperators = /^\/(?:metrics|ping|status|(?:health|live|ready)[\w/-]*)$/i;
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const any = ['get', 'put', 'post', 'delete', 'patch'];

/** The routes of a service that others may want, as `[path, methods]`; paths that differ by names of parameters are one. */
type Routes = ReadonlyMap<string, { readonly parameters: readonly string[]; readonly methods: Map<string, Yaml> }>;

/** OpenAPI 3.1 of the routes that were found; undefined where there is none. */
export function openapiOf({ name, offers }: Pick<ViewNode, 'name' | 'offers'>): string | undefined {
  const routes = routesOf(offers);
  if (routes.size === 0) return undefined;
  return yamlText({
    openapi: '3.1.0',
    info: {
      title: oneLine(name) || 'service',
      version: '0.0.0',
      description: 'Routes read off the code by msvc graph. What they take and answer is not known.',
    },
    paths: Object.fromEntries(
      [...routes].map(([path, { parameters, methods: found }]) => [
        path,
        {
          ...(parameters.length > 0
            ? { parameters: parameters.map((one) => ({ name: one, in: 'path', required: true, schema: {} })) }
            : {}),
          ...Object.fromEntries(found),
        },
      ]),
    ),
  });
}

function routesOf(offers: readonly ViewOperation[]): Routes {
  const shapes = new Map<string, string>();
  const routes = new Map<string, { parameters: readonly string[]; methods: Map<string, Yaml> }>();
  for (const { name, protocol, evidence } of offers) {
    const [, verb = '', rest = ''] = /^([A-Z]+) (.*)$/s.exec(name) ?? [];
    const known = verb === 'ANY' || verb === 'ALL' ? any : methods.filter((one) => one === verb.toLowerCase());
    if (protocol !== 'http' || known.length === 0 || forOperators.test(rest)) continue;
    const { path, parameters } = templateOf(rest);
    const shape = path.replace(/\{[^}]*\}/g, '{}');
    const home = shapes.get(shape) ?? path;
    shapes.set(shape, home);
    const route = routes.get(home) ?? { parameters, methods: new Map<string, Yaml>() };
    routes.set(home, route);
    const operation = {
      'x-found-at': evidence.map((place) => oneLine(labelOf(place))),
      responses: { default: { description: 'Not read off the code.' } },
    };
    for (const method of known) if (!route.methods.has(method)) route.methods.set(method, operation);
  }
  return routes;
}

/** `/orders/:id`, `/files/{path*}` and `/static/*` as a path template. Names within one path differ. */
function templateOf(route: string): { readonly path: string; readonly parameters: readonly string[] } {
  const parameters: string[] = [];
  const put = (name: string): string => {
    let own = name;
    for (let number = 2; parameters.includes(own); number += 1) own = `${name}${number}`;
    parameters.push(own);
    return `{${own}}`;
  };
  const parts = oneLine(route).split(/(:\w+(?:\([^()]*\))?[?*+]?|\{\w+[^{}]*\}|\*\w*)/);
  const path = parts
    .map((part, index) => (index % 2 === 1 ? put(/\w+/.exec(part)?.[0] ?? 'rest') : encoded(part)))
    .join('');
  return { path: path.startsWith('/') ? path : `/${path}`, parameters };
}

/** What would mean something in a path template. */
const encoded = (text: string): string =>
  text.replace(/[{}?# ]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
