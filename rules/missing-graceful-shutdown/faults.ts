import type { Fault } from '../../src/lint/kit.ts';

const serve = 'packages/platform/src/serve.ts';

export default [
  {
    title: 'servers that hear another signal',
    in: 'express',
    edits: { [serve]: [["process.on('SIGTERM'", "process.on('SIGUSR2'"]] },
    at: { file: 'services/tariffs/src/main.ts', line: 'serve(app, () => pool.end());' },
  },
  {
    title: 'servers that only hear Ctrl-C',
    in: 'express',
    edits: { [serve]: [["process.on('SIGTERM'", "process.on('SIGINT'"]] },
    at: { file: serve, line: "process.on('SIGINT'" },
  },
  {
    title: 'a server that goes around the helper',
    in: 'express',
    edits: { 'services/api/src/main.ts': [['serve(app);', 'app.listen(8080);']] },
    at: { file: 'services/api/src/main.ts', line: 'app.listen(8080);' },
  },
  {
    title: 'an application that goes around the helper',
    in: 'nest',
    edits: { 'apps/gateway/src/main.ts': [['await start(app);', 'await app.listen(3000);']] },
    at: { file: 'apps/gateway/src/main.ts', line: 'await NestFactory.create(AppModule' },
  },
  {
    title: 'shutdown hooks that nobody enables any more',
    in: 'nest',
    edits: { 'libs/platform/src/start.ts': [['  app.enableShutdownHooks();\n', '']] },
    at: { file: 'apps/notices/src/main.ts', line: 'await NestFactory.create(AppModule' },
  },
  {
    title: 'processes that only hear Ctrl-C',
    in: 'generated',
    edits: {
      'chassis/src/process.ts': [
        [
          "for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());",
          "process.once('SIGINT', () => resolve());",
        ],
      ],
    },
    at: { file: 'chassis/src/process.ts', line: "process.once('SIGINT', () => resolve());" },
  },
] satisfies readonly Fault[];
