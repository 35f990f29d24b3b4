import type { Fault } from '../../src/lint/kit.ts';

const generic = (context: string): readonly (readonly [string, string])[] => [
  [
    `  ${context}:\n    owner: '@acme/team'\n    subdomain: core`,
    `  ${context}:\n    owner: '@acme/team'\n    subdomain: generic`,
  ],
];
const marked = (context: string): string => `version: 1\ncontexts:\n  ${context}:\n    subdomain: generic\n`;

export default [
  {
    title: 'generic payments that are built',
    in: 'generated',
    edits: { 'msvc.yaml': generic('payments') },
    at: { file: 'msvc.yaml', line: '  payments:' },
  },
  {
    title: 'generic shipping that is built',
    in: 'generated',
    edits: { 'msvc.yaml': generic('shipping') },
    at: { file: 'msvc.yaml', line: '  shipping:' },
  },
  {
    title: 'generic bookings over Prisma',
    in: 'nest',
    edits: { 'msvc.yaml': marked('bookings') },
    at: { file: 'msvc.yaml', line: '  bookings:' },
  },
  {
    title: 'generic rooms over TypeORM',
    in: 'nest',
    edits: { 'msvc.yaml': marked('rooms') },
    at: { file: 'msvc.yaml', line: '  rooms:' },
  },
  {
    title: 'generic tracking over Mongoose',
    in: 'express',
    edits: { 'msvc.yaml': marked('tracking') },
    at: { file: 'msvc.yaml', line: '  tracking:' },
  },
  {
    title: 'generic tariffs over SQL',
    in: 'express',
    edits: { 'msvc.yaml': marked('tariffs') },
    at: { file: 'msvc.yaml', line: '  tariffs:' },
  },
] satisfies readonly Fault[];
