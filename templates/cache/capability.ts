import { addNamedImport, defineCapability, wrapCall } from '../../src/scaffold/kit.ts';
import { chassisDependencies, hasReads, layerChange, redisChanges, storeQuestion } from './changes.ts';

export default defineCapability({
  id: 'cache',
  verb: 'add',
  summary: 'answer reads from a cache: expiry, one fetch at a time, in process or in Redis',
  needs: ['service'],
  examples: ['msvc add cache --to orders', 'msvc add cache --to orders --store redis'],
  questions: {
    to: {
      kind: 'choice',
      ask: 'Whose reads shall be cached?',
      help: 'the service whose reads shall be cached: RPCs with idempotency_level = NO_SIDE_EFFECTS',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
    },
    store: storeQuestion,
  },
  *plan(input) {
    const { answers, workspace, service, render } = input;
    yield* render.folder('files', {}, '.');
    yield chassisDependencies({});
    yield layerChange(input, {
      module: 'cache',
      className: 'Cache',
      constant: 'cache',
      variables: 'cacheVariables',
      wrap: (file, handlers) => {
        addNamedImport(file, `${workspace.scope}/chassis/cache`, 'cachedReads');
        wrapCall(file, handlers, { by: 'cachedReads', with: 'cache' });
      },
      covers: hasReads,
    });
    yield {
      kind: 'add-lines',
      path: `${service.path}/README.md`,
      lines: ['', 'Its reads are cached: answers may be as old as `CACHE_MAX_AGE_MS` says.'],
      ifAbsent: 'skip',
    };
    if (answers.store === 'redis') yield* redisChanges(input, 'CACHE_REDIS_URL');
  },
  nextSteps: ({ service }) => ['npm install', `npm test --workspace ${service.path}`, 'open chassis/src/cache.ts'],
});
