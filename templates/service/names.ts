import {
  camelOf,
  isPastTense,
  kebabOf,
  pluralOf,
  snakeOf,
  spellingOf,
  useCaseOf,
  wordsOf,
  type ServicePlace,
  type Workspace,
} from '../../src/scaffold/kit.ts';
import { brokerKind } from '../broker/kinds.ts';
import { lookupIn } from '../client/lookup.ts';
import { consumedViews, groupedByContract } from './consumed.ts';
import type { AggregateView, CalleeView, PublishedEventView, ServiceView } from './view.ts';

type Answers = {
  readonly owner: string;
  readonly subdomain: string;
  readonly inboxRetention: number;
  readonly context: string;
  readonly aggregate: string;
  readonly publishes: readonly string[];
  readonly consumes: readonly string[];
  readonly calls: readonly string[];
  readonly with: readonly string[];
  readonly broker?: string;
};
type Files = { readonly read: (path: string) => string | undefined };
type Input = {
  readonly answers: Answers;
  readonly workspace: Workspace;
  readonly service: ServicePlace;
  readonly files?: Files;
};

/** All names that the templates of a service use, from the few that were answered. */
export function serviceView({ answers, workspace, service, files = { read: () => undefined } }: Input): ServiceView {
  const { kebab, pascal, camel, snake, constant } = spellingOf(answers.context);
  const context = { name: kebab, pascal, camel, snake, constant, package: `${snake}.v1` };
  const aggregate = aggregateView(answers.aggregate);
  const publishes = answers.publishes.map((event) => publishedView(event, context.package, aggregate));
  const consumes = consumedViews(answers.consumes);
  // The first one is there: no answer without an event gets past the question.
  const event = publishes.find(({ pascal }) => isPastTense(pascal)) ?? publishes[0];
  if (!event) throw new Error('a service publishes at least one event');
  const broker = brokerKind(answers.broker ?? workspace.broker);
  const useCase = spellingOf(useCaseOf(event.pascal));
  return {
    workspace: { name: workspace.name, scope: workspace.scope },
    service: {
      name: service.name,
      path: service.path,
      ports: { grpc: 50_050 + service.number, http: 8080 + service.number },
      databasePassword: `\${${constant}_DATABASE_PASSWORD:-${snake}}`,
      ownerPassword: `\${${constant}_OWNER_PASSWORD:-${snake}}`,
    },
    owner: answers.owner,
    subdomain: subdomainOf(answers.subdomain),
    inboxRetention: answers.inboxRetention,
    broker: { url: broker.composeUrl(workspace.name), host: broker.host ?? '', port: broker.port },
    context,
    aggregate,
    useCase: { pascal: useCase.pascal, camel: useCase.camel, kebab: useCase.kebab, event },
    publishes,
    nextEvent: publishes.find((each) => each !== event) ?? event,
    consumes,
    consumedFrom: groupedByContract(consumes),
    // Behind the aggregate itself.
    calls: answers.calls.map((name, index) => calleeView(name, { files, number: index + 2 })),
  };
}

const subdomainOf = (answer: string): ServiceView['subdomain'] =>
  answer === 'core' || answer === 'generic' ? answer : 'supporting';

export function aggregateView(name: string): AggregateView {
  const { pascal, camel, snake, kebab } = spellingOf(name);
  const plural = pluralOf(kebab);
  const [words, pluralWords] = [wordsOf(name).join(' '), wordsOf(plural).join(' ')];
  return {
    pascal,
    camel,
    snake,
    kebab,
    table: snakeOf(plural),
    plural: camelOf(plural),
    found: camelOf(plural) === camel ? 'found' : camel,
    words,
    pluralWords,
    PluralWords: pluralWords.charAt(0).toUpperCase() + pluralWords.slice(1),
    article: /^([aeio]|u[^ns]|un[^i])/.test(words) ? 'an' : 'a',
  };
}

/** `OrderPlaced` of an order: `PLACED`; `StockReserved` of an inventory: `RESERVED`; `Ready`: `READY`. */
export function publishedView(event: string, contract: string, aggregate: AggregateView): PublishedEventView {
  const words = wordsOf(event);
  const own = wordsOf(aggregate.pascal);
  const named = own.every((word, index) => words[index] === word) && words.length > own.length;
  const rest = named ? words.slice(own.length) : words.slice(words.length > 1 ? 1 : 0);
  return { pascal: event, channel: `${contract}.${event}`, status: rest.join('_').toUpperCase() };
}

/** A context that is called. `number` is that of the field which tells what it answered. */
export function calleeView(name: string, { files, number }: { files: Files; number: number }): CalleeView {
  const { camel, constant, pascal, snake } = spellingOf(name);
  return {
    name: kebabOf(name),
    camel,
    pascal,
    snake,
    constant,
    plain: !name.includes('-'),
    service: `${pascal}Service`,
    contract: `${snake}/v1/${snake}_pb`,
    lookup: lookupIn(files, name),
    number,
  };
}
