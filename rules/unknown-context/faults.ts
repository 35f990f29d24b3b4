import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'a context whose folder was renamed',
    in: 'nest',
    edits: { 'msvc.yaml': 'contexts:\n  stays:\n    paths: [apps/rooms, apps/stays]\n' },
    at: { file: 'msvc.yaml', line: '  stays:' },
  },
  {
    title: 'a context that nothing is called',
    in: 'express',
    edits: { 'msvc.yaml': 'contexts:\n  shipping: {}\n  shiping: {}\n' },
    at: { file: 'msvc.yaml', line: '  shiping: {}' },
  },
  {
    title: 'a glob that matches no folder',
    in: 'express',
    edits: { 'msvc.yaml': 'contexts:\n  edge: { paths: ["services/api-*"] }\n' },
    at: { file: 'msvc.yaml', line: '  edge:' },
  },
  {
    title: 'a context of which only an owner is left',
    in: 'generated',
    edits: { 'msvc.yaml': 'contexts:\n  refunds:\n    owner: team-money\n' },
    at: { file: 'msvc.yaml', line: '  refunds:' },
  },
  {
    title: 'a path to a file that moved',
    in: 'nest',
    edits: { 'msvc.yaml': 'contexts:\n  rooms:\n    paths: [services/rooms/**]\n' },
    at: { file: 'msvc.yaml', line: '  rooms:' },
  },
] satisfies readonly Fault[];
