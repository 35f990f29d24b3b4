import {
  functionsOf,
  lastStep,
  librariesOf,
  madeBy,
  objectsOf,
  optionsOf,
  plainTextsOf,
  fieldOf,
  textsOf,
} from '../things.ts';
import type { CallDeed, Library, LibraryCall, LibraryThing, Program, Recognised, TextOption, Thing } from '../types.ts';
import { isGenerated, pascal, rpcHandler, serviceNameOf } from './descriptors.ts';
import { addressesOf, clientOptionsOf } from './nest-clients.ts';

/** The name by which generated code calls a service: `OrdersServiceClient`, `IOrdersService`, `OrdersDefinition`. */
const bareService = (name: string): string =>
  lastStep(name)
    .replace(/\(\)$/, '')
    .replace(/(?:Client(?:Impl)?|Definition|ServiceDefinition)$/, '');

const deadline = (call: LibraryCall): CallDeed['deadline'] =>
  call.args.some((arg) =>
    ['deadline', 'timeoutMs', 'signal', 'timeout'].some((key) => fieldOf(arg, key, call.scope.program) !== undefined),
  )
    ? 'set'
    : 'none';

const deed = (call: LibraryCall, service: string, urls: readonly TextOption[]): Recognised => {
  const name = lastStep(call.callee.path);
  const method = name.charAt(0).toUpperCase() + name.slice(1);
  return {
    deeds: [
      {
        kind: 'call',
        protocol: 'grpc',
        rpc: { service, method },
        urls,
        label: `grpc ${service}/${method}`,
        deadline: deadline(call),
      },
    ],
  };
};

const QUIET =
  /^(?:close|getChannel|waitForReady|on|makeUnaryRequest|makeClientStreamRequest|catch|then|finally|pipe|subscribe)$/;

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

const serverMethods = (
  implementation: Thing | undefined,
  program: Program,
): readonly (readonly [string, readonly Thing[]])[] =>
  optionsOf(implementation).flatMap((option) => {
    if (option.kind === 'object') {
      return option.value.entries.flatMap((entry): [string, readonly Thing[]][] => {
        if (entry.key !== undefined) return [[entry.key, functionsOf(program.evaluate(entry.value, option.scope))]];
        return entry.value.kind === 'spread'
          ? [...serverMethods(program.evaluate(entry.value.of, option.scope), program)].map(
              ([name, run]): [string, readonly Thing[]] => [name, run],
            )
          : [];
      });
    }
    if (option.kind !== 'instance') return [];
    const fact = option.of.scope.module.fact;
    return (fact.classes[option.of.id]?.methods ?? []).flatMap((id): [string, readonly Thing[]][] => {
      const name = fact.functions[id]?.name;
      return name === undefined || name === 'constructor'
        ? []
        : [[name, functionsOf(program.member(option, name, option.of.scope))]];
    });
  });

/** What a service descriptor is called: its path in the package definition, or the name of the generated constant. */
const describedBy = (thing: Thing | undefined, program: Program): string | undefined => {
  const [named] = [
    ...plainTextsOf(fieldOf(thing, 'serviceName', program)),
    ...plainTextsOf(fieldOf(thing, 'typeName', program)),
    ...plainTextsOf(fieldOf(thing, 'fullName', program)),
  ];
  if (named !== undefined) return named;
  for (const library of librariesOf(thing)) {
    const match = /(?:loadPackageDefinition|load)\(\)\.([\w.]+?)(?:\.service)?$/.exec(library.path);
    return match?.[1] ?? bareService(library.path.replace(/\.service$/, ''));
  }
  const first = objectsOf(thing)[0]?.value.entries[0];
  const path = first && plainTextsOf(fieldOf(thing, `${first.key ?? ''}.path`, program))[0];
  return path === undefined ? undefined : path.split('/')[1];
};

const implement = (call: LibraryCall, descriptor: Thing | undefined, implementation: Thing | undefined): Recognised => {
  const { program } = call.scope;
  const service = describedBy(descriptor, program);
  if (service === undefined) return {};
  for (const [name, run] of serverMethods(implementation, program)) {
    const method = pascal(name);
    const evidence = { ...call.at, note: `${service}/${method}` };
    program.handlers.push(rpcHandler({ service, method, run, evidence }));
  }
  return { takesCallbacks: true };
};

/** grpc-js: servers, dynamic and generated clients. */
export const grpcJs: Library = {
  packages: ['@grpc/grpc-js', 'grpc', '@grpc/proto-loader', 'mali', 'grpc-boom'],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (name === 'addService') return implement(call, call.args[0], call.args[1]);
    return loaded(call) ?? generated(call);
  },
};

/** The base URL of a Connect transport, or the address of a nice-grpc channel. */
const transportUrls = (thing: Thing | undefined, program: Program): readonly TextOption[] =>
  optionsOf(thing).flatMap((option) => {
    if (option.kind !== 'library') return textsOf(option);
    return (option.args ?? []).flatMap((arg) => [
      ...textsOf(arg),
      ...textsOf(fieldOf(arg, 'baseUrl', program)),
      ...textsOf(fieldOf(arg, 'address', program)),
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
    if ((name === 'service' || name === 'rpc' || name === 'add') && call.args.length >= 2 && !CLIENT_MAKER.test(path))
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
    return deed(call, described ?? bareService(match[1] ?? ''), textsOf(client?.args?.[0]));
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
