import { fromJson, ScalarType, toBinary, type DescField, type JsonObject, type JsonValue } from '@bufbuild/protobuf';
import type { IncomingMessage } from 'node:http';
import { reasonOf } from '../reason.ts';
import type { BoundRoute } from './api.ts';
import { HttpProblem } from './problem.ts';

/** A request whose route is found. */
export type RestRequest = {
  readonly route: BoundRoute;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Who calls, where a gateway says so. */
  readonly caller?: string | undefined;
  readonly body: Buffer;
};

/** Reads the body, and no more of it than the limit. */
export async function bodyOf(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => new HttpProblem(413, `the body is larger than ${maxBytes} bytes`, { connection: 'close' });
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else reject(tooLarge());
  });
  request.once('end', () => resolve(Buffer.concat(chunks)));
  request.once('error', reject);
  return promise;
}

/** The request of the RPC, as bytes: path before body or query, every name known. */
export function messageIn({ route, parameters, query, headers, body }: RestRequest): Uint8Array {
  const { input } = route.rpc;
  const isRead = route.method === 'GET' || route.method === 'DELETE';
  const given = isRead ? textsOf(query) : jsonIn(body, headers['content-type']);
  const json: JsonObject = { ...given, ...parameters };
  const fields = Object.entries(json).map(([name, value]) => {
    const field = input.fields.find((one) => one.jsonName === name || one.name === name);
    return [name, field && (isRead || name in parameters) ? fromText(field, value) : value] as const;
  });
  try {
    return toBinary(input, fromJson(input, Object.fromEntries(fields)));
  } catch (error) {
    throw new HttpProblem(400, `this is no ${input.name}: ${reasonOf(error)}`);
  }
}

function jsonIn(body: Buffer, type = ''): JsonObject {
  if (body.length === 0) return {};
  if (!/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(type))
    throw new HttpProblem(415, 'the body must be application/json');
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Told below, as any other body that is no object.
  }
  throw new HttpProblem(400, 'the body must be a JSON object');
}

/** A name that comes several times is a list. */
function textsOf(query: URLSearchParams): JsonObject {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}

/** Protobuf JSON takes numbers as text, but neither truth values nor lists of one. */
function fromText(field: DescField, value: JsonValue | undefined): JsonValue {
  if (field.fieldKind === 'list' && !Array.isArray(value)) return [value ?? ''];
  if (field.scalar === ScalarType.BOOL && (value === 'true' || value === 'false')) return value === 'true';
  return value ?? '';
}
