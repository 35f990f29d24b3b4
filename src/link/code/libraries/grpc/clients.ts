import { fieldOf, lastStep, madeBy, optionsOf, plainTextsOf, textsOf } from '../../things.ts';
import { grpcWaiting } from '../patience/grpc.ts';
import type { Library, LibraryCall, LibraryThing, Program, Recognised, TextOption, Thing } from '../../types.ts';
import { isGenerated, pascal, serviceNameOf } from '../descriptors.ts';
import { addressesOf, clientOptionsOf } from '../nest-clients.ts';
import { bareService, describedBy } from './names.ts';
import { implement, implementOne, noteRoutes } from './servers.ts';

const deed = (
  call: LibraryCall,
  service: string,
  urls: readonly TextOption[],
  method: string = pascal(lastStep(call.callee.path)),
): Recognised => ({
  deeds: [
    {
      kind: 'call',
      protocol: 'grpc',
      rpc: { service, method },
      urls,
      label: `grpc ${service}/${method}`,
      ...grpcWaiting(call),
    },
  ],
});

const QUIET =
  /^(?:close|getChannel|waitForReady|on|makeUnaryRequest|makeClientStreamRequest|catch|then|finally|pipe|subscribe|bind)$/;

/** `loadPackageDefinition(…).shop.Orders` names the service by its path. */
const loaded = (call: LibraryCall): Recognised | undefined => {
  const match = /(?:loadPackageDefinition|loadObject|load)\(\)\.([\w.]+)\(\)\.(\w+)$/.exec(call.callee.path);
  const client = call.callee.parent;
  if (!match || !client?.args || QUIET.test(match[2] ?? '')) return undefined;
  return deed(call, match[1] ?? '', textsOf(client.args[0]));
};

/** Generated stubs on grpc-js: `new (makeGenericClientConstructor(definition, 'shop.Orders'))(address)`. */
const generated = (call: LibraryCall): Recognised | undefined => {
  const maker = madeBy(call.callee, /make(?:Generic)?ClientConstructor\(\)$/);
  const client = call.callee.parent;
  if (!maker || !client?.args || !/ClientConstructor\(\)\(\)\.\w+$/.test(call.callee.path)) return undefined;
  const [name] = plainTextsOf(maker.args?.[1]);
  return name === undefined || QUIET.test(lastStep(call.callee.path))
    ? undefined
    : deed(call, name, textsOf(client.args[0]));
};

/** `client.makeUnaryRequest('/shop.Orders/Place', …)`: the path says it all. */
const byHand = (call: LibraryCall): Recognised | undefined => {
  if (!/^make(?:Unary|ServerStream|ClientStream|BidiStream)Request$/.test(lastStep(call.callee.path))) return undefined;
  const [path = ''] = plainTextsOf(call.args[0]);
  const match = /^\/([\w.]+)\/(\w+)$/.exec(path);
  return match ? deed(call, match[1] ?? '', textsOf(call.callee.parent?.args?.[0]), match[2] ?? '') : undefined;
};

/** grpc-js: servers, dynamic and generated clients. */
export const grpcJs: Library = {
  packages: ['@grpc/grpc-js', 'grpc', '@grpc/proto-loader', 'mali', 'grpc-boom'],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (name !== 'addService') return loaded(call) ?? generated(call) ?? byHand(call);
    const [first] = call.args;
    const adapted = first?.kind === 'library' && first.path.endsWith('adaptService()') ? first.args : undefined;
    const [descriptor, implementation] = adapted ?? call.args;
    return implement(call, descriptor, implementation);
  },
};

/** The base URL of a Connect transport, or the address of a channel. */
const transportUrls = (thing: Thing | undefined, program: Program): readonly TextOption[] =>
  optionsOf(thing).flatMap((option) => {
    if (option.kind !== 'library') return textsOf(option);
    return (option.args ?? []).flatMap((arg) => [
      ...textsOf(arg),
      ...['baseUrl', 'address', 'host'].flatMap((key) => textsOf(fieldOf(arg, key, program))),
    ]);
  });

const CLIENT_MAKER =
  /(?:createClient|createPromiseClient|createCallbackClient|createClientFactory\(\)(?:\.use\(\))*\.create)\(\)$/;

/** Connect and nice-grpc: clients made from a service's descriptor. */
export const connect: Library = {
  packages: (name) =>
    name.startsWith('@connectrpc/') || name.startsWith('@bufbuild/connect') || name.startsWith('nice-grpc'),
  recognise: (call) => {
    const { path } = call.callee;
    const { program } = call.scope;
    const name = lastStep(path);
    const routes = noteRoutes(call.args, call);
    if (routes) return routes;
    if (name === 'rpc' && call.args.length >= 2) return implementOne(call);
    if ((name === 'service' || name === 'add') && call.args.length >= 2 && !CLIENT_MAKER.test(path))
      return implement(call, call.args[0], call.args[1]);
    const maker = call.callee.parent;
    if (!maker?.args || !CLIENT_MAKER.test(maker.path) || QUIET.test(name)) return undefined;
    const service = describedBy(maker.args[0], program);
    return service === undefined ? undefined : deed(call, service, transportUrls(maker.args[1], program));
  },
};

/** Stubs whose generated file is not in the repository: `new OrdersClient(address)` from `./gen/orders_grpc_pb`. */
export const stubs: Library = {
  packages: isGenerated,
  recognise: (call) => {
    const match = /(\w+Client)\(\)\.(\w+)$/.exec(call.callee.path);
    const client = call.callee.parent;
    if (!match || QUIET.test(match[2] ?? '')) return undefined;
    const described = client?.parent && serviceNameOf(client.parent, call.scope.program);
    const urls = transportUrls(client?.args?.[0], call.scope.program);
    return deed(call, described ?? bareService(match[1] ?? ''), urls);
  },
};

/** `client.getService<Orders>('OrdersService').placeOrder()` of Nest. */
export const nestGrpc: Library = {
  packages: ['@nestjs/microservices'],
  recognise: (call) => {
    const getter: LibraryThing | undefined = call.callee.parent;
    if (!getter?.args || !getter.path.endsWith('.getService()') || QUIET.test(lastStep(call.callee.path)))
      return undefined;
    const [service] = plainTextsOf(getter.args[0]);
    const options = clientOptionsOf(getter);
    return service === undefined ? undefined : deed(call, service, addressesOf(options, call.scope.program));
  },
};
