import { pascalOf, spellingOf, useCaseOf, type Known, type PlanInput, type Spelling } from '../../src/scaffold/kit.ts';
import { aggregateView, publishedView } from '../service/names.ts';
import type { AggregateView, PublishedEventView } from '../service/view.ts';

export type AggregateAnswers = {
  readonly name: string;
  readonly events: readonly string[];
  readonly snapshotEvery: number;
};
type Input = Pick<PlanInput<AggregateAnswers>, 'answers' | 'workspace' | 'service'>;

/** Something that can be asked of the aggregate, and what happens then. */
export type StepView = { readonly command: Spelling; readonly event: PublishedEventView };

/** What the templates of an event-sourced aggregate are rendered with. */
export type EventSourcedView = {
  readonly workspace: { readonly scope: string };
  readonly service: { readonly path: string };
  readonly context: Spelling & { readonly name: string; readonly package: string };
  readonly aggregate: AggregateView;
  readonly begin: StepView;
  /** At least one. */
  readonly changes: readonly StepView[];
  /** The first of them, for tests. */
  readonly change: StepView;
  /** Each once. */
  readonly statuses: readonly string[];
  readonly snapshotEvery: number;
};

export function eventSourcedView({ answers, workspace, service }: Input): EventSourcedView {
  const name = service.contexts[0] ?? service.name;
  const context = { ...spellingOf(name), name, package: `${spellingOf(name).snake}.v1` };
  const aggregate = aggregateView(pascalOf(answers.name));
  const [begin, ...changes] = answers.events.map((event) => ({
    command: commandOf(event),
    event: publishedView(event, context.package, aggregate),
  }));
  const [change] = changes;
  // No answer with fewer gets past the question.
  if (!begin || !change) throw new Error('an event-sourced aggregate has at least two events');
  const statuses = [...new Set([begin, ...changes].map(({ event }) => event.status))];
  const place = { workspace: { scope: workspace.scope }, service: { path: service.path } };
  return { ...place, context, aggregate, begin, changes, change, statuses, snapshotEvery: answers.snapshotEvery };
}

/** `MoneyDeposited` is what happens when somebody asks to `DepositMoney`. */
export const commandOf = (event: string): Spelling => spellingOf(useCaseOf(event));

/** What it is called in code, from what was answered so far. */
export const aggregateIn = ({ answers }: Pick<Known, 'answers'>): string => pascalOf(String(answers['name'] ?? ''));
