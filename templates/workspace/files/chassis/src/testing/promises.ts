import {
  create,
  createFileRegistry,
  fromBinary,
  toBinary,
  type DescField,
  type DescMessage,
  type DescService,
} from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';
import { Client, credentials } from '@grpc/grpc-js';
import {
  ServerReflection,
  ServerReflectionRequestSchema,
  ServerReflectionResponseSchema,
  type ServerReflectionResponse,
} from '../../gen/grpc/reflection/v1/reflection_pb.ts';
import type { Running } from '../process.ts';

/** The service as its server describes it to strangers, who know no contract. */
export async function reflected({ typeName }: DescService, running: Pick<Running, 'grpcPort'>): Promise<DescService> {
  const { messageResponse } = await askReflection(typeName, running);
  if (messageResponse.case !== 'fileDescriptorResponse') throw new Error(`${typeName} is not served`);
  const protos = messageResponse.value.fileDescriptorProto.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes));
  const [first] = protos;
  const registry = first && createFileRegistry(first, (name) => protos.find((proto) => proto.name === name));
  const service = registry?.getService(typeName);
  if (!service) throw new Error(`${typeName} is not in the file that is said to hold it`);
  return service;
}

function askReflection(symbol: string, { grpcPort }: Pick<Running, 'grpcPort'>): Promise<ServerReflectionResponse> {
  const request = create(ServerReflectionRequestSchema, {
    messageRequest: { case: 'fileContainingSymbol', value: symbol },
  });
  const client = new Client(`127.0.0.1:${grpcPort}`, credentials.createInsecure());
  const path = `/${ServerReflection.typeName}/${ServerReflection.method.serverReflectionInfo.name}`;
  return new Promise<ServerReflectionResponse>((resolve, reject) => {
    const stream = client.makeBidiStreamRequest(
      path,
      (bytes: Uint8Array) => Buffer.from(bytes),
      (bytes: Buffer) => fromBinary(ServerReflectionResponseSchema, bytes),
      { deadline: Date.now() + 5000 },
    );
    stream.on('data', resolve).on('error', reject);
    stream.write(toBinary(ServerReflectionRequestSchema, request));
    stream.end();
  }).finally(() => client.close());
}

/**
 * What a contract promises to callers, a line each: `GetOrder(GetOrderRequest) returns (GetOrderResponse)` and, of every
 * message that is asked or answered with, `Order.amount = 3, int64`.
 */
export function promisesOf({ methods }: DescService): readonly string[] {
  const messages = new Set<DescMessage>();
  for (const { input, output } of methods) for (const message of [input, output]) collect(message, messages);
  const rpcs = methods.map(({ name, methodKind, input, output }) => {
    const stream = methodKind === 'server_streaming' ? 'stream ' : '';
    return `${name}(${input.name}) returns (${stream}${output.name})`;
  });
  return [...rpcs, ...[...messages].flatMap((message) => message.fields.map(promiseOf))];
}

/** The message and those it holds, as far as the contract declares them itself. */
function collect(message: DescMessage, into: Set<DescMessage>): void {
  if (into.has(message)) return;
  into.add(message);
  for (const field of message.fields) if (field.message?.file === message.file) collect(field.message, into);
}

function promiseOf({ parent, name, number, proto }: DescField): string {
  const type = proto.typeName.split('.').at(-1) || FieldDescriptorProto_Type[proto.type].toLowerCase();
  const repeated = proto.label === FieldDescriptorProto_Label.REPEATED ? 'repeated ' : '';
  return `${parent.name}.${name} = ${number}, ${repeated}${type}`;
}
