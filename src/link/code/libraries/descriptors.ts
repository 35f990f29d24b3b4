import { functionsOf, lastStep, librariesOf, optionsOf, textThing } from '../things.ts';
import type { Handler, Library, LibraryThing, Program, Scope, Thing } from '../types.ts';
import type { Evidence } from '../../../model/evidence.ts';
import { folderOf } from '../../../model/paths.ts';

const GENERATED =
  /_grpc(?:_web)?_pb(?:\.[jt]s)?$|_pb(?:\.[jt]s)?$|_connect(?:\.[jt]s)?$|(?:^|\/)(?:proto|protos|gen|generated|stubs|pb)(?:\/|$)|\.proto$/i;

/** A module that a protobuf generator writes, which a repository seldom holds. */
export const isGenerated = (name: string): boolean => GENERATED.test(name);

/** The proto files of the workspace that a generated module can come from, the likeliest first. */
const fullName = (
  program: Program,
  module: string,
  kind: 'services' | 'messages',
  name: string,
): string | undefined => {
  const folder = folderOf(module);
  const found = program.workspace.index.ofKind('proto').flatMap(({ file, fact }) =>
    fact[kind].flatMap((item) =>
      lastStep(item.name) === name
        ? [
            {
              file,
              name: item.name.includes('.') || fact.package === '' ? item.name : `${fact.package}.${item.name}`,
            },
          ]
        : [],
    ),
  );
  const near = found.find(
    ({ file }) => folder !== '' && folderOf(file).endsWith(folder.split('/').slice(-2).join('/')),
  );
  return (near ?? found[0])?.name;
};

/** The full name of the service that a generated constant describes. */
export const serviceNameOf = (thing: LibraryThing, program: Program): string | undefined =>
  fullName(program, thing.package, 'services', thing.path) ??
  fullName(program, thing.package, 'services', thing.path.replace(/Definition$/, ''));

/** `OrderPlacedSchema.typeName` is the message's name on the wire. */
const typeName = (of: LibraryThing, program: Program): Thing | undefined => {
  const message = fullName(program, of.package, 'messages', of.path.replace(/Schema$/, ''));
  const name = message ?? serviceNameOf(of, program);
  return name === undefined ? undefined : textThing(name);
};

export const descriptors: Library = {
  packages: isGenerated,
  member: (of, name, scope) => (name === 'typeName' || name === '$typeName' ? typeName(of, scope.program) : undefined),
};

const describedIn = (thing: Thing | undefined): LibraryThing | undefined =>
  librariesOf(thing).find((item) => isGenerated(item.package) && /^\w+$/.test(item.path));

/** What answers one RPC of a gRPC service. */
export const rpcHandler = ({
  service,
  method,
  run,
  evidence,
}: {
  readonly service: string;
  readonly method: string;
  readonly run: Handler['run'];
  readonly evidence: Evidence;
}): Handler => ({
  trigger: 'rpc',
  protocol: 'grpc',
  name: `${service}/${method}`,
  rpc: { service, method },
  run,
  evidence,
});

/** The methods that a contract of the workspace gives a service, in small letters; undefined where none is known. */
export const rpcsOf = (service: string, program: Program): ReadonlySet<string> | undefined => {
  for (const { fact } of program.workspace.index.ofKind('proto')) {
    const found = fact.services.find(({ name }) => lastStep(name) === lastStep(service));
    if (found) return new Set(found.rpcs.map(({ name }) => name.toLowerCase()));
  }
  return undefined;
};

export const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/**
 * A descriptor given together with an object of functions named like its RPCs: whoever takes them, they implement the
 * service. Functions of other names are something else: a transport that a client is made with.
 */
export const noteImplementation = (args: readonly Thing[], at: Evidence, scope: Scope): void => {
  const { program } = scope;
  const descriptor = describedIn(args[0]);
  const service = descriptor && serviceNameOf(descriptor, program);
  if (service === undefined) return;
  const rpcs = rpcsOf(service, program);
  for (const option of optionsOf(args[1])) {
    if (option.kind !== 'object') continue;
    for (const entry of option.value.entries) {
      const run = entry.key === undefined ? [] : functionsOf(program.evaluate(entry.value, option.scope));
      if (entry.key === undefined || run.length === 0 || rpcs?.has(entry.key.toLowerCase()) === false) continue;
      const method = pascal(entry.key);
      const place: Evidence = {
        ...at,
        file: option.scope.module.file,
        line: entry.line ?? at.line,
        note: `${service}/${method}`,
      };
      program.handlers.push(rpcHandler({ service, method, run, evidence: place }));
    }
  }
};

/** `Client<typeof OrdersService>`: a client, however it is made. */
export const clientOf = (thing: Thing, scope: Scope): Thing | undefined => {
  const descriptor = describedIn(thing);
  const service = descriptor && serviceNameOf(descriptor, scope.program);
  if (!descriptor || service === undefined) return undefined;
  return {
    kind: 'library',
    package: descriptor.package,
    path: `${descriptor.path}Client()`,
    args: [],
    scope,
    parent: descriptor,
  };
};
