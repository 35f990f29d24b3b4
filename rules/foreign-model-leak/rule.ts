import { defineRule, groupBy, indexOf, listOf, serviceNamed, unique } from '../../src/lint/kit.ts';
import type { Contracts } from '../../src/model/contract.ts';
import type { Model } from '../../src/model/model.ts';
import { isInside, isKeptFrom } from './layers.ts';

type Use = Contracts['uses'][number];

export default defineRule({
  id: 'foreign-model-leak',
  group: 'contracts',
  tier: 'proven',
  summary:
    'The domain of a context speaks its own language, not the messages of another, nor the model of a foreign system.',
  why: 'A message is what its owner publishes, and changes when that one wants. Where the rules of another context are written in its terms, every new version of it goes through the heart of both: the field that was dropped is used in forty places, and the two can only be released together.',
  decided:
    'A file of the domain or the use cases (domain, application, core, use-cases, entities, aggregates, …) imports the type of a protobuf message whose package another context serves. It does not count in adapters, controllers, clients, mappers, consumers and the like, which are there to translate. Nor may a file of the domain take anything out of an anti-corruption layer (`anti-corruption/<system>/`, or `acl/<system>/` where something in it translates or maps), or any other file outside of that folder its foreign model (`model`, `schema`, `dto`, `types`).',
  notReported: [
    'a context’s own messages',
    'adapters, infrastructure, controllers, clients, gateways, mappers, consumers, ports',
    'files that belong to no named layer, as in services without layers',
    'packages whose owner could not be told, and names that stand in several packages',
    'services of one context',
    'tests',
  ],
  remedy: 'Declare what this context needs in its own words, and translate at the edge (an anti-corruption layer)',
  sources: [
    'Evans, Domain-Driven Design, chapter 14: Anticorruption Layer',
    'Vernon, Implementing Domain-Driven Design, chapter 3: Context Maps',
    'Microsoft, Cloud Design Patterns: Anti-Corruption Layer',
  ],
  messages: {
    leak: ({ service, owner, names }: { service: string; owner: string; names: readonly string[] }) =>
      `The domain of ${service} is written in messages of ${owner}: ${listOf(names)}`,
    outside: ({ service, system, names }: { service: string; system: string; names: readonly string[] }) =>
      `${service} uses what belongs to ${system} outside the layer that translates it: ${listOf(names)}`,
  },
  *check(model, say) {
    for (const { service, system, file, names, rest, evidence } of outsideOf(model)) {
      const [at] = evidence;
      yield say(
        'outside',
        { service, system, names },
        {
          at,
          related: rest.map(({ name, evidence: [place] }) => ({ ...place, note: name })),
          services: [service],
          subject: [service, system, at.file, ...names],
          detail: `${file} is where the words of ${system} end; take what it translates them into.`,
        },
      );
    }
    const leaks = model.contracts.uses.flatMap((use) => {
      const owner = ownerOf(model).get(use.package);
      const [at] = use.evidence;
      const own = serviceNamed(model, use.service);
      const of = owner === undefined ? undefined : serviceNamed(model, owner);
      const inside = own && at.file.startsWith(`${own.path}/`) ? at.file.slice(own.path.length + 1) : at.file;
      return own && of && own.context !== of.context && isInside(inside) ? [{ use, owner: of.name }] : [];
    });
    for (const group of groupBy(leaks, ({ use, owner }) => `${use.service}\n${owner}\n${use.evidence[0].file}`)) {
      const [first, ...rest] = group;
      if (!first) continue;
      const { use, owner } = first;
      const names = unique(group.map((leak) => shortName(leak.use)));
      yield say(
        'leak',
        { service: use.service, owner, names },
        {
          at: use.evidence[0],
          related: [
            ...rest.map((leak) => ({ ...leak.use.evidence[0], note: shortName(leak.use) })),
            ...declared(model, use).map((place) => ({ ...place, label: owner, note: `declares ${shortName(use)}` })),
          ],
          services: [use.service, owner],
          subject: [use.service, owner, use.evidence[0].file, ...names],
          detail: `${use.package} is the contract of ${owner}; nothing stands between it and this code.`,
        },
      );
    }
  },
});

/** What leaves the folder that keeps the model of a foreign system apart, by the file that takes it. */
function* outsideOf(model: Model) {
  const taken = model.contracts.layered.filter((use) => {
    const path = serviceNamed(model, use.service)?.path ?? '';
    const { file } = use.evidence[0];
    return isKeptFrom(file.startsWith(`${path}/`) ? file.slice(path.length + 1) : file, use.file);
  });
  for (const group of groupBy(taken, (use) => `${use.service}\n${use.system}\n${use.evidence[0].file}`)) {
    const [first, ...rest] = group;
    if (first) yield { ...first, rest, names: unique(group.map(({ name }) => name)) };
  }
}

const shortName = ({ message }: Use): string => message.slice(message.lastIndexOf('.') + 1);

const declared = (model: Model, { message }: Use) =>
  model.contracts.protos.flatMap(({ messages }) =>
    messages.flatMap(({ name, evidence }) => (name === message ? [evidence[0]] : [])),
  );

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]|service$|svc$/g, '');

/** Who owns a package: the one service that serves it, else the one that its name begins with. */
const ownerOf = indexOf((model) => {
  const owners = new Map<string, string>();
  for (const sharing of groupBy(model.contracts.protos, (contract) => contract.package)) {
    const of = sharing[0]?.package ?? '';
    const serving = unique(sharing.flatMap(({ services }) => services.flatMap(({ servedBy }) => servedBy)));
    const named = model.services.filter(({ name }) => of.split('.').some((part) => plain(part) === plain(name)));
    const found = named.length === 1 ? named.map(({ name }) => name) : serving;
    const [owner] = found;
    if (owner !== undefined && found.length === 1) owners.set(of, owner);
  }
  return owners;
});
