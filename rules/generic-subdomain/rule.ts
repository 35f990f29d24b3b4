import { defineRule, listOf, operationsOf, unique } from '../../src/lint/kit.ts';
import type { Model, Service } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';

export default defineRule({
  id: 'generic-subdomain',
  group: 'boundaries',
  tier: 'advice',
  summary: 'What every company has is bought; only what sets this one apart is built.',
  why: 'A generic subdomain (identity, mail, payments, search) that is built in house takes the people whom the core needs, and its known failures, which the product on the market has behind it, happen again here.',
  decided:
    'A context that msvc.yaml marks `subdomain: generic` has a service in this workspace that answers requests or messages and keeps data of its own. Where several do, they are one finding.',
  notReported: [
    'a context that is not marked: nobody can read off code what is generic',
    'a service without a store: an adapter to a bought product looks so',
    'the image of a product that is deployed as it is',
    'a service whose store could not be told: listed as undecided',
  ],
  remedy: 'Buy or adopt a product and keep an adapter, or mark the context supporting where it has become one',
  looksAt: 'context',
  sources: [
    'Evans, Domain-Driven Design, chapter 15: Generic Subdomains',
    'Vernon, Implementing Domain-Driven Design, chapter 2: Domains, Subdomains, and Bounded Contexts',
    'Khononov, Learning Domain-Driven Design, chapter 1: Analyzing Business Domains',
  ],
  messages: {
    built: ({ context, services }: { context: string; services: readonly string[] }) =>
      `The generic subdomain ${context} is built in house: ${listOf(services)}`,
  },
  *check(model, say) {
    const places = new Map(model.ownership.contexts.map(({ context, declaredAt }) => [context, declaredAt]));
    for (const context of model.config.contexts.filter(({ subdomain }) => subdomain === 'generic')) {
      const services = model.services.filter((service) => service.context === context.name && answers(model, service));
      const built = services.flatMap((service) => storeNotes(model, service));
      const names = unique(built.flatMap(({ label }) => label ?? []));
      const at = places.get(context.name);
      if (!at) continue;
      if (names.length > 0)
        yield say(
          'built',
          { context: context.name, services: names },
          { at, related: built, services: names, subject: [context.name] },
        );
      const open = services.filter(({ name }) => !names.includes(name) && hasOpenStore(model, name));
      for (const { name } of open)
        yield {
          undecided: `whether ${name} of the generic subdomain ${context.name} keeps data`,
          at,
          services: [name],
        };
    }
  },
});

const answers = (model: Model, { name, kind }: Service): boolean =>
  (kind === 'service' || kind === 'gateway') && operationsOf(model, name).some(({ trigger }) => trigger !== 'start');

const storeNotes = (model: Model, { name }: Service): Note[] =>
  model.stores
    .filter(({ role }) => role === 'data')
    .flatMap(({ id, users }) =>
      users
        .filter(({ service }) => service === name)
        .map(({ evidence: [place] }) => ({ ...place, label: name, note: `keeps data in ${id}` })),
    );

const hasOpenStore = (model: Model, name: string): boolean =>
  model.unresolved.some(({ service, kind }) => service === name && kind === 'store');
