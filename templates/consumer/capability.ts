import { defineCapability, type Known } from '../../src/scaffold/kit.ts';
import { consumedViews, groupedByContract } from '../service/consumed.ts';
import { eventMistakes, othersEvents } from '../service/contracts.ts';
import type { ConsumedEventView } from '../service/view.ts';
import { consumersChange, contextChange, storeChanges, testChange } from './changes.ts';

export default defineCapability({
  id: 'consumer',
  verb: 'add',
  summary: 'listen to events of other contexts: handler, inbox, test',
  needs: ['service'],
  examples: [
    'msvc add consumer payments.v1.PaymentCaptured --to orders',
    'msvc add consumer payments.v1.PaymentCaptured payments.v1.PaymentFailed --to orders --dry-run',
  ],
  questions: {
    to: {
      kind: 'choice',
      ask: 'Which service shall listen?',
      help: 'the service that shall listen',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
    },
    events: {
      kind: 'list',
      positional: true,
      ask: 'What does it listen to?',
      help: 'events of other contexts, as in payments.v1.PaymentCaptured',
      choices: (known) => othersEvents(known).map((value) => ({ value, note: 'found in contracts/' })),
      mistakes: (events, known) =>
        events.length === 0 ? ['name at least one event'] : eventMistakes(events, known, contextOf(known)),
    },
  },
  *plan(input) {
    const { answers, service, workspace, render, files } = input;
    const folder = `${service.path}/`;
    const consumes = localNames(answers.events, files.read(`${folder}adapters/events/consumers.ts`) ?? '');
    const view = {
      workspace,
      context: { name: service.contexts[0] ?? service.name },
      consumes,
      consumedFrom: groupedByContract(consumes),
    };
    for (const event of consumes) {
      const content = render.file(`${birth}/application/when-__consumes.kebab__.ts.hbs`, { ...view, consumes: event });
      yield { kind: 'create', path: `${folder}application/when-${event.kebab}.ts`, content };
    }
    yield consumersChange(input, view);
    yield contextChange(folder);
    yield* storeChanges(input, view);
    yield* testChange(input, view);
  },
  nextSteps: ({ answers, service }) => [
    'npm run check',
    `npm test --workspace ${service.path}`,
    ...consumedViews(answers.events)
      .map(({ kebab }) => `open ${service.path}/application/when-${kebab}.ts`)
      .slice(0, 1),
  ],
});

/** The templates that a service is born with. */
const birth = '../service/files/__service.path__';

const contextOf = ({ workspace, answers }: Known): string =>
  workspace.services.find(({ name }) => name === answers['to'])?.contexts[0] ?? '';

/** As at birth, but apart from what the service listens to already. */
function localNames(events: readonly string[], consumers: string): readonly ConsumedEventView[] {
  return consumedViews(events).map((view) => {
    const taken = new RegExp(`\\bwhen${view.pascal}\\b`).test(consumers) && !consumers.includes(view.contract);
    const [apart] = taken ? consumedViews([view.channel, `other.v1.${view.message}`]) : [];
    return apart ?? view;
  });
}
