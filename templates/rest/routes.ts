import {
  camelOf,
  fieldsIn,
  kebabOf,
  pluralOf,
  rpcsIn,
  wordsOf,
  type ProtoField,
  type ProtoRpc,
} from '../../src/scaffold/kit.ts';

/** Where something is found over HTTP. */
export type Place = { readonly method: string; readonly path: string };

/** One line of the table of routes. Every name is there; empty where it does not apply. */
export type RouteView = {
  /** `placeOrder` */
  readonly rpc: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** The field of the response that is answered with. */
  readonly answers: string;
  /** `/v1/orders`, where what it makes can be found below. */
  readonly makes: string;
  readonly hasVersion: boolean;
  /** A request that could be sent, as TypeScript over HTTP: `{ reference: 'A-1', amount: '1250' }`. */
  readonly sample: string;
};

/** What is offered already, by the text of a table of routes. */
export const placesIn = (api: string): readonly Place[] =>
  [...api.matchAll(/method: '(\w+)',\s*path: '([^']+)'/g)].map(([, method = '', path = '']) => ({ method, path }));

/** The routes that the RPCs of a contract suggest. Streams are left out; no two share a path, nor one of `others`. */
export function routesIn(proto: string, version: string, others: readonly Place[] = []): readonly RouteView[] {
  const routes: RouteView[] = [];
  for (const rpc of rpcsIn(proto).filter(({ streams }) => !streams)) {
    const route = routeOf(rpc, proto, version);
    const isTaken = [...others, ...routes].some(({ method, path }) => method === route.method && path === route.path);
    routes.push(isTaken ? { ...route, path: `${route.path}/${kebabOf(rpc.name)}`, makes: '' } : route);
  }
  return routes;
}

function routeOf(rpc: ProtoRpc, proto: string, version: string): RouteView {
  const request = fieldsIn(proto, rpc.request);
  const [answer] = fieldsIn(proto, rpc.response);
  const resource = answer ? fieldsIn(proto, answer.type) : [];
  const [verb = '', ...noun] = wordsOf(rpc.name);
  const thing = resource.length > 0 && answer ? answer.type : noun.join('-') || rpc.name;
  const collection = `/${version}/${pluralOf(kebabOf(thing))}`;
  const isRead = /^(get|list|search|find)$/.test(verb);
  const [only, ...more] = request;
  // `GetCheckout(bank_id)`: it is known by what it belongs to.
  const isKnownBy = verb === 'get' && more.length === 0 && only?.name.endsWith('_id') === true;
  const id =
    request.find(({ name }) => name === 'id' || name === `${wordsOf(thing).join('_')}_id`) ??
    (isKnownBy ? only : undefined);
  const has = (field: string) => resource.some(({ name }) => name === field);
  const isMade = !isRead && !id && has('id');
  const one = id ? `${collection}/{${camelOf(id.name)}}` : collection;
  return {
    rpc: camelOf(rpc.name),
    method: isRead ? 'GET' : 'POST',
    path: id && !isRead ? `${one}/${verb}` : one,
    answers: answer && resource.length > 0 && !answer.repeated ? camelOf(answer.name) : '',
    makes: isMade ? collection : '',
    hasVersion: isRead && answer?.repeated === false && has('version'),
    sample: `{ ${request.flatMap(sampleOf).join(', ')} }`,
  };
}

function sampleOf({ name, type, repeated }: ProtoField): readonly string[] {
  if (repeated) return [];
  const value = /^(u?int|s?fixed|sint)64$/.test(type) ? "'1250'" : samples[type];
  return value === undefined ? [] : [`${camelOf(name)}: ${value}`];
}

const samples: Readonly<Record<string, string>> = {
  string: "'A-1'",
  bool: 'true',
  int32: '1',
  uint32: '1',
  double: '1.5',
  float: '1.5',
};
