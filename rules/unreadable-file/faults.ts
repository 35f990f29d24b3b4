import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'a compose file that ends within a list',
    in: 'express',
    edits: { 'compose.override.yaml': 'services:\n  api:\n    ports: ["8081:8080"\n    image: api\n' },
    at: { file: 'compose.override.yaml', line: 'image: api' },
  },
  {
    title: 'a manifest with a comma missing',
    in: 'express',
    edits: { 'services/tariffs/package.json': '{ "name": "tariffs" "version": "1.0.0" }\n' },
    at: { file: 'services/tariffs/package.json', line: '"name"' },
  },
  {
    title: 'code that a merge left with its marks',
    in: 'nest',
    edits: {
      'apps/rooms/src/main.ts': [
        ['  await start(app);', '<<<<<<< ours\n  await start(app);\n=======\n  await app.listen(1);\n>>>>>>> theirs'],
      ],
    },
    at: { file: 'apps/rooms/src/main.ts', line: '<<<<<<<' },
  },
  {
    title: 'a manifest for Kubernetes with a wrong indent',
    in: 'nest',
    edits: { 'deploy/extra.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n labels: {}\n' },
    at: { file: 'deploy/extra.yaml', line: ' labels: {}' },
  },
  {
    title: 'a source file with bytes that are no text',
    in: 'generated',
    edits: { 'services/orders/extra.ts': 'export const a = 1;\u0000\n' },
    at: { file: 'services/orders/extra.ts', line: 'export const a' },
  },
] satisfies readonly Fault[];
