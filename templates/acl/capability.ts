import {
  defineCapability,
  isWordOfTypeScript,
  camelOf,
  mistakeInName,
  pascalOf,
  singularOf,
  type Known,
} from '../../src/scaffold/kit.ts';
import { edgeChanges, layerChanges, platformChanges } from './changes.ts';
import { aclView } from './view.ts';

export default defineCapability({
  id: 'acl',
  verb: 'new',
  into: 'in',
  summary: 'keep the model of a foreign system out: translation in a folder of its own, guarded client, tests',
  needs: ['service'],
  examples: ['msvc new acl legacy-crm --in customers', 'msvc new acl legacy-crm --in customers --about CreditProfile'],
  questions: {
    system: {
      kind: 'text',
      positional: true,
      ask: 'What is the foreign system called?',
      help: 'the foreign system, as in legacy-crm',
      placeholder: 'legacy-crm',
      mistakes: systemMistakes,
    },
    in: {
      kind: 'choice',
      ask: 'Which service speaks with it?',
      help: 'the service whose domain is kept apart from it',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
    },
    about: {
      kind: 'text',
      detail: true,
      ask: 'What does the service want to know from it, in its own words?',
      help: 'what the service calls what it learns there (default: CustomerProfile in customers)',
      default: ({ workspace, answers }) => {
        const service = workspace.services.find(({ name }) => name === answers['in']);
        return `${pascalOf(singularOf(service?.contexts[0] ?? ''))}Profile`;
      },
      mistakes: aboutMistakes,
    },
  },
  *plan(input) {
    const view = aclView(input);
    yield* layerChanges(input, view);
    yield* edgeChanges(input, view);
    yield* platformChanges(input, view);
  },
  nextSteps: ({ answers, service }) => [
    'npm install',
    'npm run check',
    `open ${service.path}/acl/${answers.system}/model.ts`,
  ],
});

function systemMistakes(system: string, { workspace }: Known): readonly string[] {
  const mistake = mistakeInName(system);
  if (mistake !== undefined) return [mistake];
  return workspace.contexts.includes(system)
    ? [`"${system}" is a context of this workspace; \`msvc add client ${system}\` calls it`]
    : [];
}

function aboutMistakes(about: string, { workspace }: Known): readonly string[] {
  if (!/^[A-Z][A-Za-z0-9]{1,39}$/.test(about)) return ['it is named like CustomerProfile: words with capitals'];
  const isTaken = workspace.contexts.some((context) => pascalOf(singularOf(context)) === about);
  if (isTaken)
    return [`"${about}" is what a context is about already; name what is learned of it, as in ${about}Profile`];
  return isWordOfTypeScript(camelOf(about)) ? [`"${about}" means something else in TypeScript`] : [];
}
