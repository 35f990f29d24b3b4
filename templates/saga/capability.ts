import { defineCapability, mistakeInName, type Change, type Known, type PlanInput } from '../../src/scaffold/kit.ts';
import {
  beginningChanges,
  consumerChanges,
  eventChanges,
  offeringChange,
  tableChanges,
  waitingChange,
} from './changes.ts';
import { hasRest, offerChanges, offerView } from '../rest/offer.ts';
import { guideChanges } from './guide.ts';
import { placeMistakes, sagaNameMistakes, takenSteps } from './mistakes.ts';
import { sagaView, type SagaAnswers } from './names.ts';
import { stepMistakes, stepOf } from './steps.ts';
import type { StepView } from './view.ts';

export default defineCapability({
  id: 'saga',
  verb: 'new',
  into: 'in',
  summary: 'steps in several contexts that all happen, or are undone in reverse',
  needs: ['service'],
  examples: [
    'msvc new saga checkout --style orchestration --steps reserve:inventory,charge:payments --in orders',
    'msvc new saga checkout --style choreography --steps reserve:inventory,charge:payments --in orders',
    'msvc new saga trip --steps book-flight:flights,book-room/cancel-room:hotels,charge:payments --in trips --dry-run',
  ],
  questions: {
    name: {
      kind: 'text',
      positional: true,
      ask: 'What is the saga called?',
      help: 'name of the saga, as in checkout or onboarding',
      placeholder: 'checkout',
      mistakes: (name, known) => [mistakeInName(name) ?? sagaNameMistakes(name, known)].flat(),
    },
    style: {
      kind: 'choice',
      ask: 'Who says what comes next?',
      help: 'orchestration or choreography (default: orchestration)',
      choices: () => [
        { value: 'orchestration', note: 'one context asks each for its step: easier to see and to change' },
        { value: 'choreography', note: 'each follows the event of the one before: nobody in the middle' },
      ],
      default: () => 'orchestration',
    },
    steps: {
      kind: 'list',
      ask: 'Which steps, and who takes them?',
      help: 'steps in order, as in reserve:inventory,charge:payments; reserve/free:inventory says what undoes it',
      placeholder: 'reserve:inventory, charge:payments',
      mistakes: (steps, known) => {
        const mistakes = stepMistakes(steps, known);
        return mistakes.length > 0 ? mistakes : takenSteps(steps, known);
      },
    },
    in: {
      kind: 'choice',
      ask: 'Which service begins it?',
      help: 'the service whose use case begins it, and that decides how it ends',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
      mistakes: placeMistakes,
      default: firstOther,
    },
  },
  *plan(input) {
    const { answers, workspace, service, render, files } = input;
    const view = sagaView({ answers, workspace, service });
    yield* missing(render.folder('files', view, '.'), files);
    yield* guideChanges(input);
    yield* render.folder('fragments/saga', view, '.');
    yield* consumerChanges(input, {
      path: service.path,
      list: `${view.saga.camel}Answers`,
      from: `${view.saga.kebab}-turns`,
    });
    yield* tableChanges(input, service.path);
    yield* beginningChanges(view);
    yield offeringChange(input, view);
    if (hasRest(input)) {
      const contract = render.file('fragments/saga/contracts/__context.snake__/v1/__saga.snake__.proto.hbs', view);
      yield* offerChanges(input, offerView(input, { name: view.saga.kebab, contract, isSaga: true }));
    }
    const own = { path: service.path, contract: view.context.snake, aggregate: view.aggregate };
    for (const event of [view.confirmed, view.cancelled]) yield* eventChanges(input, own, event);
    for (const step of view.steps) yield* stepChanges(input, { ...view, ...step });
  },
  nextSteps: ({ answers, service }) => [
    'npm install',
    'npm run check',
    `open ${service.path}/application/${answers.name}.ts`,
  ],
});

/** The oldest service that takes no step. */
function firstOther({ workspace, answers }: Known): string {
  const steps = Array.isArray(answers['steps']) ? answers['steps'].map((each) => stepOf(String(each)).participant) : [];
  const other = workspace.services.find(({ contexts }) => !contexts.some((context) => steps.includes(context)));
  return other?.name ?? '';
}

type Input = PlanInput<SagaAnswers>;

/** The chassis is its owner's once it is there. */
const missing = (changes: readonly Change[], files: Input['files']): readonly Change[] =>
  changes.filter(({ path }) => files.read(path) === undefined);

/** What one participant gets; a step that another saga asks for already is left as it is. */
function* stepChanges(input: Input, step: ReturnType<typeof sagaView> & StepView): Generator<Change> {
  const { render, files } = input;
  const contract = files.read(`contracts/${step.participant.snake}/v1/${step.command.snake}.proto`) ?? '';
  const isThere = step.orchestration && contract.includes(`message ${step.undo.pascal} {`);
  const texts = render.folder('fragments/step', step, '.');
  yield* isThere ? missing(texts, files) : texts;
  yield* consumerChanges(input, {
    path: step.path,
    list: `${step.command.camel}Step`,
    from: `${step.command.kebab}-step`,
  });
  yield* tableChanges(input, step.path);
  if (!step.orchestration) yield waitingChange(input, step);
  const own = { path: step.path, contract: step.participant.snake, aggregate: step.aggregate };
  for (const event of [step.done, step.undone]) yield* eventChanges(input, own, event);
}
