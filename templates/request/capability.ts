import { defineCapability, isWordOfTypeScript, camelOf, type Known } from '../../src/scaffold/kit.ts';
import { answeringChanges, askingChanges, sharedChanges } from './changes.ts';
import { requestView } from './view.ts';

export default defineCapability({
  id: 'request',
  verb: 'new',
  into: 'in',
  summary: 'ask another context over the broker and wait for its answer',
  needs: ['service'],
  examples: [
    'msvc new request Quote --in orders --to pricing',
    'msvc new request Quote --in orders --to pricing --dry-run',
  ],
  questions: {
    name: {
      kind: 'text',
      positional: true,
      ask: 'What is asked for?',
      help: 'what is asked for, as in Quote or StockLevel',
      placeholder: 'Quote',
      mistakes: nameMistakes,
    },
    in: {
      kind: 'choice',
      ask: 'Which service asks?',
      help: 'the service that asks and waits',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
    },
    to: {
      kind: 'choice',
      ask: 'Which service answers?',
      help: 'the service that answers',
      choices: ({ workspace, answers }) =>
        workspace.services.filter(({ name }) => name !== answers['in']).map(({ name }) => ({ value: name })),
      mistakes: answererMistakes,
    },
  },
  *plan(input) {
    const view = requestView(input);
    yield* sharedChanges(input, view);
    yield* answeringChanges(input, view);
    yield* askingChanges(input, view);
  },
  nextSteps: ({ answers, workspace }): readonly string[] => {
    const path = workspace.services.find(({ name }) => name === answers.to)?.path ?? '';
    return ['npm run generate', 'npm run check', `open ${path}/application/`];
  },
});

function nameMistakes(name: string): readonly string[] {
  if (!/^[A-Z][A-Za-z0-9]{1,39}$/.test(name)) return ['it is named like Quote: what is asked for, with a capital'];
  if (/(?:Request|Reply|Response)$/.test(name))
    return [`leave the last word out: its messages are called ${name}Request and ${name}Reply otherwise`];
  return isWordOfTypeScript(camelOf(name)) ? [`"${name}" means something else in TypeScript`] : [];
}

function answererMistakes(to: string, { answers, workspace }: Known): readonly string[] {
  if (to === answers['in']) return ['a service does not ask itself over the broker'];
  const other = workspace.services.flatMap(({ name, applied = [] }) =>
    applied
      .filter((one) => one.capability === 'request' && one.answers['name'] === answers['name'])
      .flatMap((one) => (one.answers['to'] === to && name === answers['in'] ? [] : [String(one.answers['to'])])),
  );
  const elsewhere = other.find((each) => each !== to);
  return elsewhere === undefined
    ? []
    : [`"${String(answers['name'])}" is what ${elsewhere} is asked for already; take another name`];
}
