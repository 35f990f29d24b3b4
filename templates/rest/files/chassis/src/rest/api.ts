import type { DescMessage, DescMethod, DescService, MessageShape } from '@bufbuild/protobuf';

type Field<M> = Exclude<keyof M, '$typeName' | '$unknown'> & string;

/** How one RPC looks over HTTP. */
export type Route<O extends object> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/v1/orders/{id}`: what is in braces is a field of the request; the rest of it comes from the body or the query. */
  readonly path: `/v${number}/${string}`;
  /** The field of the response that is answered with; without it, the response as it is. */
  readonly answers?: Field<O>;
  /** Of an answer that is no error; 200 where nothing is said. */
  readonly status?: 200 | 201 | 202;
  /** Where that which was made can be found. */
  readonly location?: (response: O) => string;
  /** What changes whenever the answer does: a caller that has this version already is told so with 304. */
  readonly version?: (response: O) => string | number | undefined;
};

type Routes<S extends DescService> = {
  readonly [Name in keyof S['method'] as S['method'][Name] extends { methodKind: 'unary' }
    ? Name
    : never]?: S['method'][Name] extends { output: infer O extends DescMessage } ? Route<MessageShape<O>> : never;
};

/** A route and the RPC behind it. */
export type BoundRoute = Route<Record<string, unknown>> & { readonly rpc: DescMethod };
export type RestApi = { readonly service: DescService; readonly routes: readonly BoundRoute[] };

/** The RPCs of a service that callers from outside may use, checked against its contract. */
export function restApi<S extends DescService>(service: S, routes: Routes<S>): RestApi {
  // Checked above against the descriptor; below, responses are messages of some type.
  const byName = routes as Readonly<Record<string, Route<Record<string, unknown>> | undefined>>;
  const bound = service.methods.flatMap((rpc) => {
    const route = byName[rpc.localName];
    return route ? [{ ...route, rpc }] : [];
  });
  return { service, routes: bound };
}

/** The names in braces. */
export const parametersOf = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
