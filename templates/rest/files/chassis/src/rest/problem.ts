import { STATUS_CODES, validateHeaderValue } from 'node:http';
import { BadRequestSchema, ErrorInfoSchema } from '../../gen/google/rpc/error_details_pb.ts';
import { toRpcError, type Code, type RpcError } from '../rpc/errors.ts';

/** A refusal that HTTP has a status for and RPC has not. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

/** An answer of HTTP, ready to be sent. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Throws where a header has characters that HTTP does not take, as a location made from somebody's name may. */
export function checkHeaders({ headers }: HttpAnswer): void {
  for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
}

/** As google/rpc/code.proto has them; 499 is nginx's for a caller that left. */
const STATUS_OF: Readonly<Record<Code, number>> = {
  CANCELLED: 499,
  UNKNOWN: 500,
  INVALID_ARGUMENT: 400,
  DEADLINE_EXCEEDED: 504,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  PERMISSION_DENIED: 403,
  RESOURCE_EXHAUSTED: 429,
  FAILED_PRECONDITION: 400,
  ABORTED: 409,
  OUT_OF_RANGE: 400,
  UNIMPLEMENTED: 501,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DATA_LOSS: 500,
  UNAUTHENTICATED: 401,
};
/** Worth another try in a moment. */
const PASSING: ReadonlySet<Code> = new Set(['ABORTED', 'RESOURCE_EXHAUSTED', 'UNAVAILABLE']);

/** What is said over HTTP of whatever was thrown: a problem of RFC 9457. */
export function problemOf(thrown: unknown): HttpAnswer {
  if (thrown instanceof HttpProblem)
    return answerOf({ status: thrown.status, detail: thrown.message }, thrown.headers);
  const error = toRpcError(thrown);
  const { reason, domain } = error.detail(ErrorInfoSchema) ?? {};
  const problem = {
    ...(reason && { type: `urn:problem:${domain || 'local'}:${reason}` }),
    status: STATUS_OF[error.code],
    detail: error.message,
    code: error.code,
    ...errorsIn(error),
  };
  return answerOf(problem, PASSING.has(error.code) ? { 'retry-after': '1' } : {});
}

/** Every wrong field, with the JSON pointer to it. */
function errorsIn(error: RpcError) {
  const violations = error.detail(BadRequestSchema)?.fieldViolations ?? [];
  if (violations.length === 0) return {};
  const errors = violations.map(({ field, description }) => ({
    pointer: `#/${field.replaceAll('.', '/')}`,
    detail: description,
  }));
  return { errors };
}

type Problem = { readonly status: number; readonly detail: string; readonly [extension: string]: unknown };

function answerOf(problem: Problem, headers: Readonly<Record<string, string>>): HttpAnswer {
  const title = STATUS_CODES[problem.status] ?? 'Client Closed Request';
  const body = JSON.stringify({ type: 'about:blank', title, ...problem });
  return { status: problem.status, headers: { ...headers, 'content-type': 'application/problem+json' }, body };
}
