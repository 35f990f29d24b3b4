import { isTest } from '../../model/aside.ts';
import type { ProtoContract, ProtoService } from '../../model/contract.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { At } from '../../model/fact/module.ts';
import type { FactOf } from '../../model/fact.ts';
import type { ServiceName } from '../../model/model.ts';
import { baseOf, folderOf } from '../../model/paths.ts';
import type { CodeModel } from '../code/link.ts';
import { systemByService } from '../systems.ts';
import type { FactIndex, Units } from '../types.ts';

type Proto = FactOf<'proto'>;
/** Who answers a service of a contract, and who asks it, by the last part of its name. */
type Ends = ReadonlyMap<string, readonly { readonly full: string; readonly by: ServiceName }[]>;

const FOREIGN = /(?:^|\/)(?:third[_-]?party|vendor|googleapis|google\/(?:api|protobuf|rpc|type|longrunning))\//;

/** Every protobuf file of the workspace's own, with who serves and who asks its services. */
export const protosOf = (index: FactIndex, units: Units, code: CodeModel): readonly ProtoContract[] => {
  const served = endsOf(
    code.operations.flatMap(({ protocol, name, service }) => (protocol === 'grpc' ? [[name, service] as const] : [])),
  );
  const asked = endsOf(
    code.edges.flatMap(({ protocol, operation, from }) =>
      protocol === 'grpc' && operation !== undefined ? [[operation, from] as const] : [],
    ),
  );
  const answering = endsOf(
    code.edges.flatMap(({ protocol, operation, to }) =>
      protocol === 'grpc' && operation !== undefined ? [[operation, to] as const] : [],
    ),
  );
  const systems = systemByService(units);
  return index.ofKind('proto').flatMap(({ file, fact }) => {
    if (isTest(file) || FOREIGN.test(`${folderOf(file)}/`) || fact.package.startsWith('google.')) return [];
    const system = units.systemOf(file);
    const within = (names: readonly ServiceName[]) =>
      [...new Set(names)].filter((name) => systems.get(name) === system);
    const services = fact.services.map((service) => {
      const servedBy = within([...endsAt(served, service.name), ...endsAt(answering, service.name)]);
      return serviceOf(file, service, {
        servedBy: servedBy.length > 0 ? servedBy : within(namesakesOf(service.name, units)),
        consumedBy: within(endsAt(asked, service.name)),
      });
    });
    return [{ ...contractOf(file, fact, services), ...(system === '' ? {} : { system }) }];
  });
};

const contractOf = (file: string, fact: Proto, services: readonly ProtoService[]): ProtoContract => ({
  file,
  package: fact.package,
  services,
  messages: fact.messages.map(({ name, fields, at }) => ({
    name,
    fields: fields.map(({ at: place, ...field }) => ({ ...field, evidence: [placed(file, place)] })),
    evidence: [placed(file, at)],
  })),
  enums: fact.enums.map(({ name, values, at }) => ({
    name,
    values: values.map(({ at: place, ...value }) => ({ ...value, evidence: [placed(file, place)] })),
    evidence: [placed(file, at)],
  })),
  evidence: [placed(file, [1, 1])],
});

const serviceOf = (
  file: string,
  { name, rpcs, at }: Proto['services'][number],
  ends: Pick<ProtoService, 'servedBy' | 'consumedBy'>,
): ProtoService => ({
  name,
  methods: rpcs.map(({ at: place, streams: _streams, ...rpc }) => ({ ...rpc, evidence: [placed(file, place)] })),
  ...ends,
  evidence: [placed(file, at)],
});

const placed = (file: string, [line, column]: At): Evidence => ({ file, line, column, basis: 'declared' });

/** `orders.v1.Orders/Place` or `Orders/Place`, by the service's last name. */
const endsOf = (named: readonly (readonly [operation: string, by: ServiceName])[]): Ends =>
  Map.groupBy(
    named.flatMap(([operation, by]) => {
      const full = operation.split('/')[0] ?? '';
      return full === '' ? [] : [{ full, by }];
    }),
    ({ full }) => lastPart(full),
  );

/** Where code gives the package too, it has to be the same one. */
const endsAt = (ends: Ends, name: string): readonly ServiceName[] =>
  (ends.get(lastPart(name)) ?? [])
    .filter(({ full }) => full === name || !full.includes('.'))
    .map(({ by }) => by)
    .toSorted();

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Services in other languages, whose code is not read, by the name that they share with the contract's service. */
const namesakesOf = (name: string, units: Units): readonly ServiceName[] =>
  units.services
    .filter(({ name: own, path }) => [own, baseOf(path)].some((one) => plain(one) === plain(lastPart(name))))
    .map((service) => service.name);
