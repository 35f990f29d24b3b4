import type { Fault } from '../../src/lint/kit.ts';

const owners = '.github/CODEOWNERS';

export default [
  {
    title: 'a service that CODEOWNERS forgets',
    in: 'express',
    edits: { [owners]: [['/services/tariffs/ @parcels/pricing\n', '']] },
    at: { file: 'compose.yaml', line: '  tariffs:' },
  },
  {
    title: 'a line that takes an owner back',
    in: 'express',
    edits: { [owners]: [['/packages/ @parcels/platform', '/packages/ @parcels/platform\n/services/shipping/']] },
    at: { file: 'compose.yaml', line: '  shipping:' },
  },
  {
    title: 'two teams on one line',
    in: 'nest',
    edits: { [owners]: [['/apps/rooms/ @stays/rooms', '/apps/rooms/ @stays/rooms @stays/guests']] },
    at: { file: owners, line: '/apps/rooms/' },
  },
  {
    title: 'a folder that is misspelt',
    in: 'nest',
    edits: { [owners]: [['/apps/notices/', '/apps/notice/']] },
    at: { file: 'deploy/notices.yaml', line: '- name: notices' },
  },
  {
    title: 'a context without an owner in msvc.yaml',
    in: 'generated',
    edits: { 'msvc.yaml': [["  payments:\n    owner: '@acme/team'\n", '  payments:\n']] },
    at: { file: 'msvc.yaml', line: '  payments:' },
  },
] satisfies readonly Fault[];
