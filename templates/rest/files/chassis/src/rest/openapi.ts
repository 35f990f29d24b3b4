import type { DescField } from '@bufbuild/protobuf';
import { readdir } from 'node:fs/promises';
import { parametersOf, type BoundRoute, type RestApi } from './api.ts';
import { Schemas, type Schema } from './schema.ts';

type Json = { readonly [key: string]: unknown };

/** The OpenAPI 3.1 description of the APIs of one context: what routes and contracts say, and nothing besides. */
export function openApiOf(first: RestApi, ...others: readonly RestApi[]): Json {
  const schemas = new Schemas();
  const routes = [first, ...others].flatMap((api) => api.routes);
  const { package: name } = first.service.file.proto;
  const [title = name, version = 'v1'] = name.split('.');
  const paths = Object.fromEntries(
    [...Map.groupBy(routes, ({ path }) => path)].map(([path, at]) => [
      path,
      Object.fromEntries(at.map((route) => [route.method.toLowerCase(), operationOf(route, schemas)])),
    ]),
  );
  return {
    openapi: '3.1.1',
    info: { title, version },
    paths,
    components: { schemas: { ...schemas.all(), Problem: problem } },
  };
}

function operationOf(route: BoundRoute, schemas: Schemas): Json {
  const inPath = parametersOf(route.path);
  const isRead = route.method === 'GET' || route.method === 'DELETE';
  const rest = route.rpc.input.fields.filter(({ jsonName, name }) => !inPath.includes(jsonName) && !inPath.includes(name));
  const fieldOf = (parameter: string) =>
    route.rpc.input.fields.find(({ jsonName, name }) => jsonName === parameter || name === parameter);
  const parameters = [
    ...inPath.map((name) => parameterOf('path', name, fieldOf(name), schemas)),
    ...(isRead ? rest.map((field) => parameterOf('query', field.jsonName, field, schemas)) : []),
    ...(route.method === 'GET' ? (route.version ? [ifNoneMatch] : []) : [idempotencyKey]),
  ];
  return {
    operationId: route.rpc.localName,
    ...(parameters.length > 0 && { parameters }),
    ...(!isRead && { requestBody: { required: rest.length > 0, content: json(schemas.object(rest)) } }),
    responses: { ...successOf(route, schemas), ...failuresOf(route) },
  };
}

function parameterOf(where: 'path' | 'query', name: string, field: DescField | undefined, schemas: Schemas): Json {
  const schema = field ? schemas.field(field) : { type: 'string' };
  return { name, in: where, ...(where === 'path' && { required: true }), schema };
}

function successOf(route: BoundRoute, schemas: Schemas): Json {
  const field = route.rpc.output.fields.find(({ localName }) => localName === route.answers);
  const headers = {
    ...(route.location && { Location: { description: 'Where it can be found', schema: { type: 'string' } } }),
    ...(route.version && { ETag: { description: 'Its version', schema: { type: 'string' } } }),
  };
  const answer = {
    description: 'Done',
    ...(Object.keys(headers).length > 0 && { headers }),
    content: json(field ? schemas.field(field) : schemas.ref(route.rpc.output)),
  };
  const unchanged = route.version && route.method === 'GET';
  return { [route.status ?? 200]: answer, ...(unchanged && { 304: { description: 'The caller has this version' } }) };
}

/** Those that a caller can do something about; all others are problems too. */
function failuresOf(route: BoundRoute): Json {
  const refusals: Readonly<Record<string, string>> = {
    400: 'The request is wrong',
    ...(parametersOf(route.path).length > 0 && { 404: 'There is no such thing' }),
    ...(route.method !== 'GET' && {
      409: 'It changed meanwhile, or a request with this Idempotency-Key is still being answered: try again',
      422: 'The Idempotency-Key was used for another request before',
    }),
    default: 'Any other refusal',
  };
  return Object.fromEntries(
    Object.entries(refusals).map(([status, description]) => [
      status,
      { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    ]),
  );
}

const json = (schema: Schema): Json => ({ 'application/json': { schema } });

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Chosen by the caller. A request that comes again under its key is answered as the first time.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};
const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The ETag that the caller has',
  schema: { type: 'string' },
};

/** RFC 9457, with the status of the RPC and the wrong fields. */
const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

/** As it stands in its file. */
export const openApiText = (...apis: readonly [RestApi, ...RestApi[]]): string =>
  `${JSON.stringify(openApiOf(...apis), null, 2)}\n`;

/** All that the files of a folder offer, in the order of their names. */
export async function apisIn(folder: URL): Promise<readonly [RestApi, ...RestApi[]]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('-api.ts')).toSorted();
  const modules = await Promise.all(files.map(async (name) => Object.values((await import(new URL(name, folder).href)) as object)));
  // Such a file exports nothing but APIs.
  const [first, ...others] = modules.flat() as RestApi[];
  if (!first) throw new Error(`${folder.pathname} has no API`);
  return [first, ...others];
}
