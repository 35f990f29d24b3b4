import { defineCapability, type ServicePlace } from '../../src/scaffold/kit.ts';
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
      mistakes: (broker, { workspace }) => (broker === 'kafka' ? [] : workspace.services.flatMap(publishedElsewhere)),
    },
  },
  plan: ({ answers, ...input }) => brokerChanges(answers.broker, input),
  nextSteps: ({ answers }) => [
    ...(brokerKind(answers.broker).adapter === undefined ? [] : ['npm install']),
    'let the old broker run dry (README)',
    'give the services their new BROKER_URL',
  ],
});

/** Debezium goes on publishing into Kafka, whatever the services listen to. */
const publishedElsewhere = ({ name, relayOffIn = [] }: ServicePlace): readonly string[] =>
  relayOffIn.length === 0
    ? []
    : [
        `its events come from the relays, and that of ${name} is off in ${relayOffIn.join(' and ')}: what Debezium publishes goes into Kafka, where nobody would look for it; give the outbox back to the relay first, as platform/debezium/README.md says under "Back again"`,
      ];
