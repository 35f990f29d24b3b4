import { defineCapability, pascalOf, snakeOf, type Change, type Known } from '../../src/scaffold/kit.ts';
import { callMistakes } from '../service/contracts.ts';
import { calleeView } from '../service/names.ts';
import { clientChanges } from './changes.ts';
import { callSiteIn } from './lookup.ts';
import { withField } from './proto.ts';

export default defineCapability({
  id: 'client',
  verb: 'add',
  summary: 'call another context and wait: client, what guards it, call site, test',
  needs: ['service'],
  examples: ['msvc add client payments --to orders', 'msvc add client payments --to orders --dry-run'],
  questions: {
    to: {
      kind: 'choice',
      ask: 'Which service shall call?',
      help: 'the service that shall call',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
    },
    callee: {
      kind: 'choice',
      positional: true,
      ask: 'Whom does it call and wait for?',
      help: 'the context that it calls and waits for; an event needs no waiting',
      choices: ({ workspace }) => workspace.contexts.map((value) => ({ value })),
      mistakes: (callee, known) => callMistakes([callee], known, contextOf(known)),
    },
  },
  *plan({ answers, service, workspace, render, files }) {
    const context = service.contexts[0] ?? service.name;
    const handlers = files.read(`${service.path}/adapters/rpc/${context}-service.ts`) ?? '';
    const site = callSiteIn(handlers);
    const callee = calleeView(answers.callee, { files, number: 0 });
    const contract = `contracts/${snakeOf(context)}/v1/${snakeOf(context)}.proto`;
    const text = files.read(contract) ?? '';
    const field = site && callee.lookup && withField(text, `${pascalOf(site.get)}Response`, callee);
    if (field) yield { kind: 'edit-text', path: contract, of: text, edits: [field] } satisfies Change;
    yield* clientChanges({ service, workspace, render }, callee, site);
  },
  nextSteps: ({ answers, service }) => [
    'npm run generate',
    'npm run check',
    `npm test --workspace ${service.path}`,
    `open ${service.path}/adapters/clients/${answers.callee}-client.ts`,
  ],
});

const contextOf = ({ workspace, answers }: Known): string =>
  workspace.services.find(({ name }) => name === answers['to'])?.contexts[0] ?? '';
