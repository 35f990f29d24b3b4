import type { Kind } from './mutation.ts';
import { mutations } from './mutation.ts';

const pascal = (name: string): string => name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** One service with a method for each style, so that each makes an edge of its own. */
const contract = (names: readonly string[]): string =>
  [
    'syntax = "proto3";',
    'package charges.v1;',
    'message Nothing {}',
    'service Charges {',
    ...names.map((name) => `  rpc ${pascal(name)}(Nothing) returns (Nothing);`),
    '}',
  ].join('\n');

const server = (names: readonly string[]): string =>
  [
    `import grpc from '@grpc/grpc-js';`,
    `import loader from '@grpc/proto-loader';`,
    `const { charges } = grpc.loadPackageDefinition(loader.loadSync('contracts/charges/v1/charges.proto'));`,
    'const server = new grpc.Server();',
    `server.addService(charges.v1.Charges.service, { ${names.map((name) => `${pascal(name)}: (call, done) => done(null, {})`).join(', ')} });`,
  ].join('\n');

/** A gRPC call; `subject` is the method, which the client has as a member. */
const grpc = (parts: Pick<Kind, 'imports' | 'type' | 'make' | 'use' | 'late'> & Partial<Kind>): Kind => ({
  address: () => 'billing:50051',
  subject: pascal,
  adds: ({ subject }) => ({ [`orders -> billing sync grpc charges.v1.Charges/${subject}`]: 'use' }),
  also: (names) => ({
    'contracts/charges/v1/charges.proto': contract(names),
    'services/billing/charges.ts': server(names),
  }),
  ...parts,
});

/** A request over a broker that Nest answers; `transport` is its options. */
const request = (protocol: string, transport: string, options: (address: string) => string, address: string): Kind => ({
  address: () => address,
  subject: (name) => `charge.${name}`,
  imports: `import { ClientProxyFactory, Transport, type ClientProxy } from '@nestjs/microservices';\nimport { firstValueFrom } from 'rxjs';`,
  type: 'ClientProxy',
  make: (text) => `ClientProxyFactory.create({ transport: Transport.${transport}, options: ${options(text)} })`,
  use: (client, subject) => `await firstValueFrom(${client}.send(${subject}, {}))`,
  adds: ({ subject }) => ({ [`orders -> billing sync ${protocol} ${subject}`]: 'use' }),
  also: (names) => ({
    'services/billing/charges.ts': [
      `import { Controller } from '@nestjs/common';`,
      `import { MessagePattern } from '@nestjs/microservices';`,
      '@Controller()',
      'export class Charges {',
      ...names.map((name) => `  @MessagePattern('charge.${name}') ${pascal(name)}() { return {}; }`),
      '}',
    ].join('\n'),
  }),
});

mutations({
  'grpc-js with proto-loader': grpc({
    imports: `import grpc from '@grpc/grpc-js';\nimport loader from '@grpc/proto-loader';\nconst { charges } = grpc.loadPackageDefinition(loader.loadSync('contracts/charges/v1/charges.proto'));`,
    type: 'InstanceType<typeof charges.v1.Charges>',
    make: (address) => `new charges.v1.Charges(${address}, grpc.credentials.createInsecure())`,
    use: (client, subject) => `${client}[${subject}]({}, { deadline: 1 }, console.log)`,
  }),
  'Connect with protobuf-es': grpc({
    imports: `import { createClient, type Client } from '@connectrpc/connect';\nimport { createGrpcTransport } from '@connectrpc/connect-node';\nimport { Charges } from '@shop/contracts/charges/v1/charges_pb';`,
    type: 'Client<typeof Charges>',
    make: (address) => `createClient(Charges, createGrpcTransport({ baseUrl: \`http://\${${address}}\` }))`,
    use: (client, subject) => `await ${client}[${subject}]({})`,
    subject: (name) => pascal(name).replace(/^./, (letter) => letter.toLowerCase()),
    adds: ({ name }) => ({ [`orders -> billing sync grpc charges.v1.Charges/${pascal(name)}`]: 'use' }),
  }),
  'nice-grpc': grpc({
    imports: `import { createChannel, createClient } from 'nice-grpc';\nimport { ChargesDefinition, type ChargesClient } from '@shop/contracts/charges/v1/charges';`,
    type: 'ChargesClient',
    make: (address) => `createClient(ChargesDefinition, createChannel(${address}))`,
    use: (client, subject) => `await ${client}[${subject}]({})`,
    subject: (name) => pascal(name).replace(/^./, (letter) => letter.toLowerCase()),
    adds: ({ name }) => ({ [`orders -> billing sync grpc charges.v1.Charges/${pascal(name)}`]: 'use' }),
  }),
  'Nest over TCP': request('tcp', 'TCP', (address) => `{ host: ${address}, port: 3001 }`, 'billing'),
  'Nest over Redis': {
    ...request('redis', 'REDIS', (address) => `{ host: ${address} }`, 'redis'),
  },
  'Nest over NATS': request('nats', 'NATS', (address) => `{ servers: [${address}] }`, 'nats://nats:4222'),
  'Nest over RabbitMQ': request(
    'rabbitmq',
    'RMQ',
    (address) => `{ urls: [${address}], queue: 'billing' }`,
    'amqp://rabbitmq',
  ),
  'a NATS request': {
    address: () => 'nats://nats:4222',
    subject: (name) => `charge.${name}`,
    imports: `import { connect, type NatsConnection } from 'nats';`,
    type: 'NatsConnection',
    late: true,
    make: (address) => `await connect({ servers: ${address} })`,
    use: (client, subject) => `await ${client}.request(${subject}, '{}', { timeout: 500 })`,
    adds: ({ subject }) => ({
      [`orders -> billing sync nats ${subject}`]: 'use',
      [`channel nats:${subject} >billing`]: 'any',
    }),
    also: (names) => ({
      'services/billing/charges.ts': [
        `import { connect } from 'nats';`,
        `const nats = await connect({ servers: 'nats://nats:4222' });`,
        ...names.map(
          (name) => `nats.subscribe('charge.${name}', { callback: (error, message) => message.respond('{}') });`,
        ),
      ].join('\n'),
    }),
  },
});
