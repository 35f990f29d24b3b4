import { defineCapability } from '../../src/scaffold/kit.ts';
import { brokerChoices, brokerKind } from './kinds.ts';
import { brokerChanges } from './plan.ts';

export default defineCapability({
  id: 'broker',
  verb: 'add',
  to: 'workspace',
  summary: 'carry the events of the whole workspace: postgres, kafka, rabbitmq or nats',
  needs: [],
  examples: ['msvc add broker nats', 'msvc add broker kafka --dry-run', 'msvc add broker postgres'],
  questions: {
    broker: {
      kind: 'choice',
      positional: true,
      ask: 'What shall carry the events?',
      help: 'postgres, kafka, rabbitmq or nats',
      choices: brokerChoices,
    },
  },
  plan: ({ answers, ...input }) => brokerChanges(answers.broker, input),
  nextSteps: ({ answers }) => [
    ...(brokerKind(answers.broker).adapter === undefined ? [] : ['npm install']),
    'let the old broker run dry (README)',
    'give the services their new BROKER_URL',
  ],
});
