import { inspectFiles } from '../../../../src/cli/inspect-files.ts';
import { memoryFiles } from '../../../../src/files/memory.ts';
import type { Model } from '../../../../src/model/model.ts';

type Tree = Readonly<Record<string, string>>;

/** Services of these names, each a folder with a Dockerfile and a package, wired by one compose file. */
export const services = (env: Readonly<Record<string, Tree>>): Tree =>
  Object.fromEntries([
    [
      'compose.yaml',
      `services:\n${Object.entries(env)
        .map(([name, variables]) => {
          const lines = Object.entries(variables).map(([key, value]) => `      ${key}: "${value}"`);
          return `  ${name}:\n    build: ./${name}\n${lines.length > 0 ? `    environment:\n${lines.join('\n')}\n` : ''}`;
        })
        .join('')}`,
    ],
    ...Object.keys(env).flatMap((name) => [
      [`${name}/package.json`, JSON.stringify({ name, main: 'index.js', dependencies: { express: '*' } })],
      [`${name}/Dockerfile`, 'FROM node\nCOPY . .\nCMD ["node", "src/main.ts"]\n'],
    ]),
  ]);

export const modelOf = (...trees: readonly Tree[]): Model =>
  inspectFiles(memoryFiles(Object.assign({}, ...trees))).model;

export const edgesIn = (model: Model): readonly string[] =>
  model.edges.map((edge) => `${edge.from} -> ${edge.to} ${edge.kind} ${edge.protocol} ${edge.operation ?? ''}`.trim());

export const effectsOf = (model: Model, operation: string): readonly string[] =>
  (model.operations.find(({ id }) => id === operation)?.effects ?? []).map((effect) => {
    switch (effect.kind) {
      case 'call':
        return `call ${effect.to ?? '?'}`;
      case 'publish':
        return `publish ${effect.channel ?? '?'}`;
      case 'data':
        return `${effect.verb} ${effect.table ?? '?'}${effect.around.transaction ? ' in transaction' : ''}`;
      default:
        return effect.what;
    }
  });
