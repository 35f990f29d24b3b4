import {
  create,
  createRegistry,
  toBinary,
  type DescFile,
  type DescService,
  type MessageInitShape,
} from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { status as codes } from '@grpc/grpc-js';
import {
  file_grpc_reflection_v1_reflection,
  ServerReflection,
  ServerReflectionRequestSchema,
  ServerReflectionResponseSchema,
  type ServerReflectionRequest,
} from '../../gen/grpc/reflection/v1/reflection_pb.ts';
import { buffer, decoded } from './bytes.ts';
import { toRpcError } from './errors.ts';
import { statusOf, type Duplex } from './server.ts';

type Answer = NonNullable<MessageInitShape<typeof ServerReflectionResponseSchema>['messageResponse']>;

/**
 * grpc.reflection.v1 over the descriptors that the contracts were generated with, so that `buf curl` and grpcurl can
 * list and call without a proto file. (@grpc/reflection wants protobufjs descriptors, a second protobuf runtime.)
 */
export function reflection(services: readonly DescService[]): Duplex {
  const files = new Map<string, DescFile>();
  for (const file of [...services.map((service) => service.file), file_grpc_reflection_v1_reflection])
    collect(file, files);
  const answer = answerer(files, [...services.map((service) => service.typeName), ServerReflection.typeName]);
  return {
    method: ServerReflection.method.serverReflectionInfo,
    handle(stream) {
      const onRequest = (bytes: Buffer) => {
        try {
          if (stream.write(answered(bytes, answer))) return;
          // Whoever asks and does not read waits until it does.
          stream.pause();
          stream.once('drain', () => stream.resume());
        } catch (error) {
          // A listener that throws would end the process.
          stream.off('data', onRequest);
          stream.emit('error', statusOf(toRpcError(error)));
        }
      };
      stream.on('data', onRequest);
      stream.on('end', () => stream.end());
    },
  };
}

function answered(bytes: Buffer, answer: (request: ServerReflectionRequest) => Answer): Buffer {
  const request = decoded(ServerReflectionRequestSchema, bytes);
  const response = create(ServerReflectionResponseSchema, {
    validHost: request.host,
    originalRequest: request,
    messageResponse: answer(request),
  });
  return buffer(toBinary(ServerReflectionResponseSchema, response));
}

function answerer(
  files: ReadonlyMap<string, DescFile>,
  services: readonly string[],
): (request: ServerReflectionRequest) => Answer {
  const registry = createRegistry(...files.values());
  return ({ messageRequest }) => {
    switch (messageRequest.case) {
      case 'listServices':
        return { case: 'listServicesResponse', value: { service: services.map((name) => ({ name })) } };
      case 'fileByFilename':
        return fileAnswer(files.get(messageRequest.value), files);
      case 'fileContainingSymbol':
        return fileAnswer(fileOf(registry, messageRequest.value), files);
      default:
        return {
          case: 'errorResponse',
          value: { errorCode: codes.UNIMPLEMENTED, errorMessage: 'not supported: proto3 has no extensions here' },
        };
    }
  };
}

/** A symbol may also be a method of a service or a field of a message: `orders.v1.OrdersService.GetOrder`. */
function fileOf(registry: ReturnType<typeof createRegistry>, symbol: string): DescFile | undefined {
  return (registry.get(symbol) ?? registry.get(symbol.slice(0, symbol.lastIndexOf('.'))))?.file;
}

/** The file and all it imports, since clients ask for one and expect the rest. */
function fileAnswer(file: DescFile | undefined, files: ReadonlyMap<string, DescFile>): Answer {
  if (!file)
    return { case: 'errorResponse', value: { errorCode: codes.NOT_FOUND, errorMessage: 'no such file or symbol' } };
  const wanted = new Map<string, DescFile>();
  collect(files.get(protoName(file)) ?? file, wanted);
  const fileDescriptorProto = [...wanted.values()].map((one) => toBinary(FileDescriptorProtoSchema, one.proto));
  return { case: 'fileDescriptorResponse', value: { fileDescriptorProto } };
}

function collect(file: DescFile, into: Map<string, DescFile>): void {
  if (into.has(protoName(file))) return;
  into.set(protoName(file), file);
  for (const dependency of file.dependencies) collect(dependency, into);
}

/** protobuf-es drops the extension from names; on the wire files are called what `import` calls them. */
const protoName = (file: DescFile) => file.proto.name;
