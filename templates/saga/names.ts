import {
  pluralOf,
  snakeOf,
  spellingOf,
  useCaseOf,
  verbOf,
  wordsOf,
  type ServicePlace,
  type Workspace,
} from '../../src/scaffold/kit.ts';
import { bornView } from '../service/born.ts';
import { publishedView } from '../service/names.ts';
import type { AggregateView, ServiceView } from '../service/view.ts';
import { commandOf, eventOf, stepOf } from './steps.ts';
import type { DomainEventView, MessagesView, SagaView, StepView } from './view.ts';

export type SagaAnswers = { readonly name: string; readonly style: string; readonly steps: readonly string[] };
type Input = { readonly answers: SagaAnswers; readonly workspace: Workspace; readonly service: ServicePlace };

/** All names that the templates of a saga use. */
export function sagaView({ answers, workspace, service }: Input): SagaView {
  const own = bornView(service, workspace);
  const { context, aggregate, useCase } = own;
  const orchestration = answers.style === 'orchestration';
  const saga = sagaNames(answers.name, context);
  const bare = answers.steps.map((text) => bareStep(text, workspace));
  const steps = bare.map((step, index) => joined(step, { index, bare, saga, context, orchestration }));
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) throw new Error('a saga has at least one step');
  return {
    workspace: own.workspace,
    service: own.service,
    context,
    aggregate,
    useCase,
    orchestration,
    saga,
    steps,
    first,
    last,
    backwards: steps.slice(0, -1).reverse(),
    confirmed: endOf(own, /(Confirmed|Completed|Approved|Fulfilled|Accepted)$/, 'Confirmed', workspace),
    cancelled: endOf(own, /(Cancell?ed|Rejected|Declined|Failed)$/, 'Cancelled', workspace),
  };
}

function sagaNames(name: string, context: ServiceView['context']): SagaView['saga'] {
  const plural = spellingOf(severalOf(name));
  const article = /^[aeiou]/.test(name) ? 'an' : 'a';
  return {
    ...spellingOf(name),
    words: wordsOf(name).join(' '),
    article,
    Article: article === 'an' ? 'An' : 'A',
    plural: plural.pascal,
    pluralCamel: plural.camel,
    pluralSnake: plural.snake,
    package: context.package,
    contract: `${context.snake}/v1/${snakeOf(name)}_pb`,
  };
}

/** One saga and several of them are two names in one file: `booking` becomes `bookings`, whatever else the word means. */
const severalOf = (name: string): string => (pluralOf(name) === name ? `${name}s` : pluralOf(name));

type Bare = Pick<
  StepView,
  'name' | 'participant' | 'path' | 'aggregate' | 'command' | 'undo' | 'done' | 'undone' | 'contract' | 'channels'
>;

function bareStep(text: string, workspace: Workspace): Bare {
  const answer = stepOf(text);
  const service = workspace.services.find(({ contexts }) => contexts.includes(answer.participant));
  if (!service) throw new Error(`there is no context ${answer.participant}`);
  const born = bornView({ ...service, contexts: [answer.participant] }, workspace);
  const { name, pascal, snake, package: contract } = born.context;
  const [command, undo] = [answer.name, answer.undo].map((action) =>
    spellingOf(commandOf(action, born.aggregate.pascal)),
  );
  if (!command || !undo) throw new Error('a step has two commands');
  return {
    name: answer.name,
    participant: { name, pascal, snake, package: contract },
    path: service.path,
    aggregate: born.aggregate,
    command,
    undo,
    done: domainEvent(answer.name, command.pascal, born, workspace),
    undone: domainEvent(answer.undo, undo.pascal, born, workspace),
    contract: `${snake}/v1/${command.snake}_pb`,
    channels: { command: `${contract}.${command.pascal}`, undo: `${contract}.${undo.pascal}` },
  };
}

/** The event that the domain has for it, or one of a name that fits. */
function domainEvent(action: string, command: string, born: ServiceView, { events }: Workspace): DomainEventView {
  const own = events
    .filter((event) => event.startsWith(`${born.context.package}.`))
    .map((event) => event.slice(born.context.package.length + 1));
  const verb = wordsOf(action).length === 1 ? action : undefined;
  const fits = (event: string): boolean =>
    useCaseOf(event) === command || (verb !== undefined && verbOf(wordsOf(event).at(-1) ?? '') === verb);
  const event = own.find(fits) ?? eventOf(command);
  return { event, status: publishedView(event, born.context.package, born.aggregate).status };
}

function endOf(
  { context, aggregate }: ServiceView,
  ending: RegExp,
  otherwise: string,
  { events }: Workspace,
): DomainEventView {
  const own = events.find((event) => event.startsWith(`${context.package}.`) && ending.test(event));
  const event = own?.slice(context.package.length + 1) ?? `${aggregate.pascal}${otherwise}`;
  return { event, status: statusOf(event, aggregate) };
}

const statusOf = (event: string, aggregate: AggregateView): string => publishedView(event, '', aggregate).status;

type Place = {
  readonly index: number;
  readonly bare: readonly Bare[];
  readonly saga: SagaView['saga'];
  readonly context: ServiceView['context'];
  readonly orchestration: boolean;
};

/** A step beside its neighbours: what it hears and what it tells. */
function joined(step: Bare, place: Place): StepView {
  const { index, bare, orchestration } = place;
  const isLast = index === bare.length - 1;
  const [succeeded, failed] = [`${step.command.pascal}Succeeded`, `${step.command.pascal}Failed`];
  const [undone, notUndone] = [`${step.undo.pascal}Succeeded`, `${step.undo.pascal}Failed`];
  const hearsDone = orchestration || isLast || index === 0;
  const hearsUndone = orchestration || index === 0;
  const { before, back, after } = orchestration ? commandsOf(step) : neighboursOf(place);
  const told = [succeeded, failed, undone, notUndone].map((message) => ({ message, contract: step.contract }));
  const heardHere = orchestration ? [before, back] : [before, back, after];
  return {
    ...step,
    isLast,
    hearsDone,
    hearsUndone,
    heard: [...(hearsDone ? [succeeded] : []), failed, ...(hearsUndone ? [undone] : []), notUndone].sort(),
    tested: testedOf({ succeeded, failed, undone }, { orchestration, isLast, index, hearsDone }),
    before,
    back,
    after,
    imports: grouped([...heardHere, ...told]),
    testImports: grouped([before, back]),
  };
}

/** What the test of the saga delivers of a step. */
function testedOf(
  { succeeded, failed, undone }: { readonly succeeded: string; readonly failed: string; readonly undone: string },
  at: {
    readonly orchestration: boolean;
    readonly isLast: boolean;
    readonly index: number;
    readonly hearsDone: boolean;
  },
): readonly string[] {
  return [
    ...(at.isLast ? [failed] : []),
    ...(at.hearsDone ? [succeeded] : []),
    ...(at.index === 0 || (at.orchestration && !at.isLast) ? [undone] : []),
  ].sort();
}

type Heard = Pick<StepView, 'before' | 'back' | 'after'>;

function commandsOf({ command, undo, contract }: Bare): Heard {
  const before = { message: command.pascal, contract };
  return { before, back: { message: undo.pascal, contract }, after: { ...before, words: '' } };
}

function neighboursOf({ index, bare, saga, context }: Place): Heard {
  const [previous, next] = [bare[index - 1], bare[index + 1]];
  const own = (name: string) => ({ message: `${saga.pascal}${name}`, contract: saga.contract });
  return {
    before: previous ? { message: `${previous.command.pascal}Succeeded`, contract: previous.contract } : own('Started'),
    back: next ? { message: `${next.undo.pascal}Succeeded`, contract: next.contract } : own('Cancelled'),
    after: next
      ? { message: `${next.command.pascal}Succeeded`, contract: next.contract, words: next.participant.name }
      : { ...own('Completed'), words: context.name },
  };
}

function grouped(heard: readonly { readonly message: string; readonly contract: string }[]): readonly MessagesView[] {
  const contracts = [...new Set(heard.map(({ contract }) => contract))].sort();
  return contracts.map((contract) => ({
    contract,
    messages: [...new Set(heard.filter((each) => each.contract === contract).map(({ message }) => message))].sort(),
  }));
}
