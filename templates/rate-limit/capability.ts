import { addNamedImport, defineCapability, wrapElement } from '../../src/scaffold/kit.ts';
import { chassisDependencies, layerChange, redisChanges, redisFile, storeQuestion } from '../cache/changes.ts';

export default defineCapability({
  id: 'rate-limit',
  verb: 'add',
  summary: 'refuse calls above a rate, per caller; counted in process or in Redis',
  needs: ['service'],
  examples: ['msvc add rate-limit --to orders --per-second 50', 'msvc add rate-limit --to orders --store redis'],
  questions: {
    to: {
      kind: 'choice',
      ask: 'Which service shall be guarded?',
      help: 'the service that shall be guarded',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
    },
    perSecond: {
      kind: 'number',
      ask: 'How many calls a second and caller?',
      help: 'calls a second and caller: 50',
      default: () => 50,
      mistakes: (calls) => (calls > 0 && calls <= 1_000_000 ? [] : ['a number of calls, from 1 to 1000000']),
    },
    store: storeQuestion,
  },
  *plan(input) {
    const { answers, workspace, service, render } = input;
    yield* render.folder('files', {}, '.');
    yield redisFile(input);
    yield chassisDependencies({ 'rate-limiter-flexible': '11.4.0' });
    yield layerChange(input, {
      module: 'rate-limit',
      className: 'RateLimit',
      constant: 'limit',
      variables: 'rateLimitVariables',
      wrap: (file, handlers) => {
        addNamedImport(file, `${workspace.scope}/chassis/rate-limit`, 'rateLimited');
        wrapElement(file, handlers, { by: 'rateLimited', with: 'limit' });
      },
      covers: () => true,
    });
    const rate = `RATE_LIMIT_PER_SECOND: "${String(answers.perSecond)}"`;
    const config = `${service.path}/k8s/config.yaml`;
    yield { kind: 'merge-yaml', path: config, fragment: `data:\n  ${rate}\n`, ifAbsent: 'skip' };
    const environment = `services:\n  ${service.name}:\n    environment:\n      ${rate}\n`;
    yield { kind: 'merge-yaml', path: 'compose.yaml', fragment: environment, ifAbsent: 'skip' };
    yield {
      kind: 'add-lines',
      path: `${service.path}/README.md`,
      lines: [
        '',
        'Each caller may call it `RATE_LIMIT_PER_SECOND` times a second; what is above is RESOURCE_EXHAUSTED (over HTTP 429). ' +
          'Who calls is certain only over mutual TLS, and over HTTP where a gateway says so (`REST_CALLER_HEADER`): ' +
          'without these a caller may name itself anew with every call, and the limit stops accidents, not attacks.',
      ],
      ifAbsent: 'skip',
    };
    if (answers.store === 'redis') yield* redisChanges(input, 'RATE_LIMIT_REDIS_URL');
  },
  nextSteps: ({ service }) => ['npm install', `npm test --workspace ${service.path}`, 'open chassis/src/rate-limit.ts'],
});
