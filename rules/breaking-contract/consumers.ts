import type { ProtoContract, ProtoMessage } from '../../src/model/contract.ts';
import type { Break } from '../../src/model/breaks.ts';
import { placeOfCall, serviceNamed } from '../../src/lint/kit.ts';
import type { Place } from '../../src/model/evidence.ts';
import type { Model } from '../../src/model/model.ts';
import { isWithin } from '../../src/model/paths.ts';

/** A service that uses what breaks, with the place. */
export type Consumer = { readonly service: string; readonly at: Place };

/** Who serves and who uses what a break is about. */
export const endsOf = (
  model: Model,
  broken: Break,
): { readonly owners: readonly string[]; readonly consumers: readonly Consumer[] } => {
  if (broken.of === 'openapi') return ofOpenapi(model, broken);
  const contract = model.contracts.protos.find(({ file }) => file === broken.at.file);
  if (!contract) return { owners: [], consumers: [] };
  const related = model.contracts.protos.filter((one) => one.package === contract.package);
  const touched = touchedBy(contract, broken, related);
  const services = related.flatMap((one) => one.services).filter(({ name }) => touched.has(name));
  const owners = [...new Set(services.flatMap(({ servedBy }) => servedBy))];
  const asking = model.edges.filter(
    ({ protocol, operation = '' }) => protocol === 'grpc' && services.some(({ name }) => isOf(operation, name)),
  );
  const hearing = model.channels
    .filter(({ id, kind }) => touched.has(id.slice(kind.length + 1)))
    .flatMap((channel) =>
      channel.consumedBy.map((service) => ({
        service,
        at: hearerOf(model, service, channel.id.slice(channel.kind.length + 1)) ?? channel.evidence[0],
      })),
    );
  return {
    owners,
    consumers: distinct([...asking.map((edge) => ({ service: edge.from, at: placeOfCall(model, edge) })), ...hearing]),
  };
};

/** Where a service hears a message: its own handler, else where it takes the message's type from. */
function hearerOf(model: Model, service: string, name: string): Place | undefined {
  const path = serviceNamed(model, service)?.path ?? '';
  const heard = model.messaging.hears.find((hear) => hear.service === service && hear.names.includes(name));
  const used = model.contracts.uses.filter(
    (use) => use.service === service && name === `${use.package}.${lastPart(use.message)}`,
  );
  const places = [...(heard?.evidence ?? []), ...used.map(({ evidence }) => evidence[0])];
  return places.find(({ file }) => isWithin(file, path)) ?? places[0];
}

const distinct = (consumers: readonly Consumer[]): readonly Consumer[] => [
  ...new Map(consumers.map((consumer) => [consumer.service, consumer])).values(),
];

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** `Orders/Place` and `orders.v1.Orders/Place` are of the service `orders.v1.Orders`. */
const isOf = (operation: string, name: string): boolean => {
  const [service = ''] = operation.split('/');
  return service === name || service === lastPart(name);
};

/** The declaration that the break stands in, and all messages and services of the package that hold it. */
function touchedBy(
  contract: ProtoContract,
  { at, what }: Break,
  related: readonly ProtoContract[],
): ReadonlySet<string> {
  const declared = [...contract.services, ...contract.messages, ...contract.enums]
    .filter(({ evidence }) => evidence[0].line <= at.line)
    .toSorted((a, b) => b.evidence[0].line - a.evidence[0].line);
  const named = [...contract.services, ...contract.messages, ...contract.enums].filter(({ name }) =>
    what.includes(`"${lastPart(name)}"`),
  );
  const touched = new Set((named.length > 0 ? named : declared.slice(0, 1)).map(({ name }) => name));
  const messages = related.flatMap((one) => one.messages);
  for (let size = 0; size !== touched.size;) {
    size = touched.size;
    for (const message of messages) if (holds(message, touched)) touched.add(message.name);
  }
  for (const service of related.flatMap((one) => one.services))
    if (service.methods.some(({ request, response }) => isAny(request, touched) || isAny(response, touched)))
      touched.add(service.name);
  return touched;
}

const isAny = (type: string, touched: ReadonlySet<string>): boolean =>
  [...touched].some((name) => lastPart(name) === lastPart(type));

const holds = ({ fields }: ProtoMessage, touched: ReadonlySet<string>): boolean =>
  fields.some(({ type }) => isAny(type.replace(/^map<\w+, (.*)>$/, '$1'), touched));

/** Who calls the service that the description lies in. */
function ofOpenapi(model: Model, { at, operation = '' }: Break) {
  const owners = model.services
    .filter(({ path }) => path !== '' && at.file.startsWith(`${path}/`))
    .map(({ name }) => name);
  const wanted = shapeOf(operation);
  const consumers = model.edges.filter(
    ({ kind, to, from, operation: asked = '' }) =>
      kind === 'sync' && owners.includes(to) && from !== to && shapeOf(asked).endsWith(wanted),
  );
  return {
    owners,
    consumers: distinct(consumers.map((edge) => ({ service: edge.from, at: placeOfCall(model, edge) }))),
  };
}

const shapeOf = (operation: string): string => operation.replace(/\{[^}]*\}|:\w+/g, '*');
