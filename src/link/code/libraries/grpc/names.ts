import { fieldOf, lastStep, librariesOf, objectsOf, plainTextsOf } from '../../things.ts';
import type { LibraryThing, Program, Thing } from '../../types.ts';
import { serviceNameOf } from '../descriptors.ts';

/** The name by which generated code calls a service: `OrdersServiceClient`, `IOrdersService`, `OrdersDefinition`. */
export const bareService = (name: string): string =>
  lastStep(name)
    .replace(/\(\)$/, '')
    .replace(/(?:Client(?:Impl)?|Definition|ServiceDefinition)$/, '');

/** The full name of the service, where a contract has it; `OrdersService` may be what grpc-tools made of `Orders`. */
const inContract = (thing: LibraryThing, program: Program): string | undefined =>
  serviceNameOf(thing, program) ?? serviceNameOf({ ...thing, path: thing.path.replace(/Service$/, '') }, program);

/** What a service descriptor is called: its path in the package definition, or the name of the generated constant. */
export const describedBy = (thing: Thing | undefined, program: Program): string | undefined => {
  const [named] = [
    ...plainTextsOf(fieldOf(thing, 'serviceName', program)),
    ...plainTextsOf(fieldOf(thing, 'typeName', program)),
    ...plainTextsOf(fieldOf(thing, 'fullName', program)),
  ];
  if (named !== undefined) return named;
  for (const library of librariesOf(thing)) {
    const match = /(?:loadPackageDefinition|load)\(\)\.([\w.]+?)(?:\.service)?$/.exec(library.path);
    if (match) return match[1];
    const name = bareService(library.path.replace(/\.service$/, ''));
    return inContract({ ...library, path: name }, program) ?? name;
  }
  const first = objectsOf(thing)[0]?.value.entries[0];
  const path = first && plainTextsOf(fieldOf(thing, `${first.key ?? ''}.path`, program))[0];
  return path === undefined ? undefined : path.split('/')[1];
};
