import { fromBinary } from '@bufbuild/protobuf';
import { base64Decode, base64Encode } from '@bufbuild/protobuf/wire';
import { status as codes } from '@grpc/grpc-js';
import { StatusSchema } from '../../gen/google/rpc/status_pb.ts';
import { RpcError, rpcErrorFrom, statusBytes } from '../rpc/errors.ts';
import type { Answer } from './headers.ts';

/** An error as an answer: the same code, text and details as over gRPC. */
export const answerOf = (error: RpcError): Answer => ({ code: error.code, body: base64Encode(statusBytes(error)) });

/** The error that an answer stands for. */
export function errorIn(name: string, body: unknown): RpcError {
  const code = Object.entries(codes).find(([each]) => each === name)?.[1];
  if (typeof code !== 'number' || typeof body !== 'string') return new RpcError('INTERNAL', 'the answer is neither reply nor error');
  try {
    const bytes = base64Decode(body);
    return rpcErrorFrom(code, fromBinary(StatusSchema, bytes).message, bytes);
  } catch {
    return rpcErrorFrom(code, '');
  }
}
