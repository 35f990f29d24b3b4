import {
  create,
  fromBinary,
  toBinary,
  type DescMessage,
  type Message,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { anyIs, anyPack, anyUnpack, durationFromMs, type Any } from '@bufbuild/protobuf/wkt';
import { status as codes } from '@grpc/grpc-js';
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from '../../gen/google/rpc/error_details_pb.ts';
import { StatusSchema } from '../../gen/google/rpc/status_pb.ts';
import { isOutOfReach } from '../out-of-reach.ts';

/** The standard status codes by name. */
export type Code = Exclude<keyof typeof codes, 'OK'>;

/**
 * An answer other than success. What a handler throws besides this reaches the caller without its text: as UNAVAILABLE
 * when the database could not be asked, else as INTERNAL.
 */
export class RpcError extends Error {
  readonly code: Code;
  readonly details: readonly Any[];

  constructor(code: Code, message: string, details: readonly Any[] = []) {
    // Half a character, as is left where a text is cut, cannot be sent: grpc-js would throw and end the process.
    super(message.toWellFormed());
    this.name = 'RpcError';
    this.code = code;
    this.details = details;
  }

  /** The first detail of this type, if the answer carries one. */
  detail<D extends DescMessage>(schema: D): MessageShape<D> | undefined {
    const found = this.details.find((detail) => anyIs(detail, schema));
    return found && readable(() => anyUnpack(found, schema));
  }
}

/** The callee turned the call away before it looked at it, as it does when it stops: anything may be tried again. */
export class RefusedError extends RpcError {}

/** INVALID_ARGUMENT that names every wrong field. */
export function invalidArgument(
  violations: MessageInitShape<typeof BadRequestSchema>['fieldViolations'] & object,
): RpcError {
  const message = violations.map(({ field, description }) => `${field} ${description}`).join('; ');
  return new RpcError('INVALID_ARGUMENT', message, [packed(BadRequestSchema, { fieldViolations: violations })]);
}

/** An error with a reason that a program can tell apart. */
export function failed(code: Code, reason: string, domain: string, message: string): RpcError {
  return new RpcError(code, message, [packed(ErrorInfoSchema, { reason, domain })]);
}

/** RESOURCE_EXHAUSTED that says when it makes sense to try again. */
export function exhausted(reason: string, domain: string, message: string, retryMs: number): RpcError {
  return new RpcError('RESOURCE_EXHAUSTED', message, [
    packed(RetryInfoSchema, { retryDelay: durationFromMs(retryMs) }),
    packed(ErrorInfoSchema, { reason, domain }),
  ]);
}

/** Whether asking again later may succeed, whatever was asked: something is out of reach, or has no room just now. */
export const isForLater = (error: RpcError): boolean =>
  error.code === 'UNAVAILABLE' || error.detail(RetryInfoSchema) !== undefined;

function packed<D extends DescMessage>(schema: D, value: MessageInitShape<D>): Any {
  return anyPack(schema, create(schema, value) as MessageShape<D> & Message);
}

/** What the caller may know of whatever was thrown. */
export function toRpcError(thrown: unknown): RpcError {
  if (thrown instanceof RpcError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') return new RpcError('CANCELLED', 'cancelled');
  if (isOutOfReach(thrown)) return new RpcError('UNAVAILABLE', 'what this needs is out of reach; try again');
  return new RpcError('INTERNAL', 'internal error');
}

/** The bytes of the `grpc-status-details-bin` trailer. */
export function statusBytes(error: RpcError): Uint8Array {
  return toBinary(
    StatusSchema,
    create(StatusSchema, { code: codes[error.code], message: error.message, details: [...error.details] }),
  );
}

export function rpcErrorFrom(code: number, message: string, statusDetails?: Uint8Array): RpcError {
  const name = (codes[code] ?? 'UNKNOWN') as Code;
  const status = statusDetails && readable(() => fromBinary(StatusSchema, statusDetails));
  return new RpcError(name, message, status?.details ?? []);
}

/** What a callee sends as details may be anything. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
