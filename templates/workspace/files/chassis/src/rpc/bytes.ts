import { fromBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { RpcError } from './errors.ts';

/** grpc-js is given bytes and gives bytes; what they mean is decided above it. */
export const same = (bytes: Buffer): Buffer => bytes;
/** The same memory as a Buffer, which is what grpc-js takes. */
export const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A request, from bytes that may be anything. */
export function decoded<D extends DescMessage>(schema: D, bytes: Uint8Array): MessageShape<D> {
  try {
    return fromBinary(schema, bytes);
  } catch {
    throw new RpcError('INVALID_ARGUMENT', `not a ${schema.typeName}`);
  }
}
