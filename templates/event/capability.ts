import { defineCapability, mistakeInEvent } from '../../src/scaffold/kit.ts';
import { bornView } from '../service/born.ts';
import { eventChanges } from '../service/event.ts';

export default defineCapability({
  id: 'event',
  verb: 'new',
  into: 'to',
  summary: 'one more thing that a context tells the others: contract, status, publishing',
  needs: ['service'],
  examples: ['msvc new event OrderShipped --to orders', 'msvc new event OrderShipped --to orders --dry-run'],
  questions: {
    name: {
      kind: 'text',
      positional: true,
      ask: 'What has happened?',
      help: 'the event, as in OrderShipped',
      placeholder: 'OrderShipped',
      mistakes: (name) => [mistakeInEvent(name) ?? []].flat(),
    },
    to: {
      kind: 'choice',
      ask: 'Whose event is it?',
      help: 'the service whose context it happens in',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
    },
  },
  *plan(input) {
    yield* eventChanges(input, bornView(input.service, input.workspace), input.answers.name);
  },
  nextSteps: ({ answers, service, workspace }) => [
    'npm run generate',
    `let it happen in a use case: next${bornView(service, workspace).aggregate.pascal}(…, '${answers.name}')`,
  ],
});
