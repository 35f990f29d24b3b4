import type { Fault } from '../../src/lint/kit.ts';

const both = (folder: string): string =>
  `version: 1\ncontexts:\n  quotes:\n    paths: [${folder}/quotes]\n  labels:\n    paths: [${folder}/labels/**]\n`;
const beside = (folder: string): readonly (readonly [string, string])[] => [
  [
    'contexts:\n  orders:',
    `contexts:\n  quotes:\n    owner: '@acme/team'\n    paths: [${folder}/quotes]\n  labels:\n    owner: '@acme/team'\n    paths: [${folder}/labels/**]\n  orders:`,
  ],
];

export default [
  {
    title: 'two contexts inside a service of an Express workspace',
    in: 'express',
    edits: { 'msvc.yaml': both('services/shipping/src') },
    at: { file: 'msvc.yaml', line: '  quotes:' },
  },
  {
    title: 'two contexts inside another one',
    in: 'express',
    edits: { 'msvc.yaml': both('services/tracking/src') },
    at: { file: 'compose.yaml', line: '  tracking:' },
  },
  {
    title: 'two contexts inside a Nest application',
    in: 'nest',
    edits: { 'msvc.yaml': both('apps/bookings/src') },
    at: { file: 'msvc.yaml', line: '  labels:' },
  },
  {
    title: 'two contexts inside a generated service',
    in: 'generated',
    edits: { 'msvc.yaml': beside('services/payments/domain') },
    at: { file: 'msvc.yaml', line: '  quotes:' },
  },
  {
    title: 'two contexts inside a service that a third stands for',
    in: 'generated',
    edits: { 'msvc.yaml': beside('services/orders/domain') },
    at: { file: 'msvc.yaml', line: '  labels:' },
  },
] satisfies readonly Fault[];
