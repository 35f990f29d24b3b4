import type { Fault } from '../../src/lint/kit.ts';

const nest = 'apps/rooms/src/main.ts';
const express = 'services/api/src/main.ts';
const generated = 'services/orders/main.ts';

export default [
  {
    title: 'a comment that silences nothing',
    in: 'nest',
    edits: {
      [nest]: [
        ['  await start(app);', '  // msvc-ignore missing-graceful-shutdown -- start() knows\n  await start(app);'],
      ],
    },
    at: { file: nest, line: '// msvc-ignore missing-graceful-shutdown' },
  },
  {
    title: 'a comment for a whole file that has ended',
    in: 'generated',
    edits: { [generated]: '// msvc-ignore-file sync-chain -- until the sale, 2020-01-01\nexport {};\n' },
    at: { file: generated, line: 'msvc-ignore-file' },
  },
  {
    title: 'a comment that names a rule that there is not',
    in: 'express',
    edits: { [express]: [['serve(app);', '/* msvc-ignore mising-timeout -- one call */\nserve(app);']] },
    at: { file: express, line: 'mising-timeout' },
  },
  {
    title: 'a comment without a reason, behind what it speaks of',
    in: 'express',
    edits: { [express]: [['serve(app);', 'serve(app); // msvc-ignore missing-graceful-shutdown']] },
    at: { file: express, line: 'serve(app); //' },
  },
  {
    title: 'a comment in a compose file that silences nothing',
    in: 'express',
    edits: {
      'compose.yaml': [
        ['  api:\n    build', '  # msvc-ignore missing-health-check -- probed from outside\n  api:\n    build'],
      ],
    },
    at: { file: 'compose.yaml', line: '# msvc-ignore missing-health-check' },
  },
  {
    title: 'an entry of msvc.yaml that silences nothing',
    in: 'nest',
    edits: { 'msvc.yaml': 'suppress:\n  - { rule: sync-chain, services: [gateway], reason: known }\n' },
    at: { file: 'msvc.yaml', line: 'rule: sync-chain' },
  },
  {
    title: 'an ignored folder that there is no more, and an allowance that allows nothing',
    in: 'express',
    edits: { 'msvc.yaml': 'ignore: [services/legacy]\n' },
    at: { file: 'msvc.yaml', line: 'services/legacy' },
  },
] satisfies readonly Fault[];
