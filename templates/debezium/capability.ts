import { defineCapability, spellingOf } from '../../src/scaffold/kit.ts';

export default defineCapability({
  id: 'debezium',
  verb: 'add',
  summary: "let Debezium publish a context's outbox into Kafka, instead of the relay in the service",
  needs: ['service'],
  examples: ['msvc add debezium --to orders', 'msvc add debezium --to orders --dry-run'],
  questions: {
    to: {
      kind: 'choice',
      ask: 'Whose outbox shall Debezium publish?',
      help: 'the service whose outbox Debezium shall publish',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
      mistakes: (_, { workspace: { broker = 'postgres' } }) =>
        broker === 'kafka'
          ? []
          : [
              `Debezium publishes into Kafka, and the events of this workspace go over ${broker}, where nobody would see them; run \`msvc add broker kafka\` first`,
            ],
    },
  },
  *plan({ service, workspace, render }) {
    const { kebab, snake, constant } = spellingOf(service.contexts[0] ?? service.name);
    const view = { workspace, service, context: { name: kebab, snake, constant } };
    yield* render.folder('files', view, '.');
    const config = render.file('fragments/config.yaml.hbs', view);
    yield { kind: 'merge-yaml', path: `${service.path}/k8s/config.yaml`, fragment: config, ifAbsent: 'skip' };
    const compose = render.file('fragments/compose.yaml.hbs', view);
    yield { kind: 'merge-yaml', path: 'compose.yaml', fragment: compose, ifAbsent: 'skip' };
  },
  nextSteps: ({ service }) => [
    'open platform/debezium/README.md',
    `run platform/debezium/${spellingOf(service.contexts[0] ?? service.name).kebab}-outbox.sql`,
  ],
});
