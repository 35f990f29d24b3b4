import type { Fault } from '../../src/lint/kit.ts';

const lines = "console.log('a');\nconsole.info('b');\nconsole.error('c');\n";

export default [
  {
    title: 'a server that talks to itself',
    in: 'express',
    edits: { 'services/api/src/main.ts': [['serve(app);\n', `serve(app);\n${lines}`]] },
    at: { file: 'services/api/src/main.ts', line: "console.log('a');" },
  },
  {
    title: 'a consumer that talks to itself',
    in: 'express',
    edits: {
      'services/tracking/src/follow-parcels.ts': [
        [
          "log.error({ error, parcel }, 'following failed');",
          "console.error(error);\nconsole.log(parcel);\nconsole.warn('failed');",
        ],
      ],
    },
    at: { file: 'services/tracking/src/follow-parcels.ts', line: 'console.error(error);' },
  },
  {
    title: 'an application that talks to itself',
    in: 'nest',
    edits: { 'apps/gateway/src/main.ts': [['void bootstrap();\n', `void bootstrap();\n${lines}`]] },
    at: { file: 'apps/gateway/src/main.ts', line: "console.log('a');" },
  },
  {
    title: 'a service of messages that talks to itself',
    in: 'nest',
    edits: { 'apps/notices/src/main.ts': [['void bootstrap();\n', `void bootstrap();\n${lines}`]] },
    at: { file: 'apps/notices/src/main.ts', line: "console.log('a');" },
  },
  {
    title: 'a generated service that talks to itself',
    in: 'generated',
    edits: { 'services/orders/main.ts': [['await runProcess(', `${lines}await runProcess(`]] },
    at: { file: 'services/orders/main.ts', line: "console.log('a');" },
  },
] satisfies readonly Fault[];
