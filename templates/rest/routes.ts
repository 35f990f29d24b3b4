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

/** The routes that the RPCs of a contract suggest. Streams are left out; no two share a path. */
export function routesIn(proto: string, version: string): readonly RouteView[] {
  const routes: RouteView[] = [];
  for (const rpc of rpcsIn(proto).filter(({ streams }) => !streams)) {
    const route = routeOf(rpc, proto, version);
    const isTaken = routes.some(({ method, path }) => method === route.method && path === route.path);
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
  const id = request.find(({ name }) => name === 'id' || name === `${wordsOf(thing).join('_')}_id`);
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
