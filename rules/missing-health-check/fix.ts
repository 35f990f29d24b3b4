import type { Node, VariableDeclaration } from 'ts-morph';
import {
  CannotFix,
  changeOf,
  linesBeside,
  nameOf,
  sourceOf,
  sourceOfImport,
  statementOf,
  type Change,
  type Fix,
  type FixInput,
  type Source,
} from '../../src/scaffold/fix-kit.ts';
import { nestChanges } from './fix-nest.ts';
import { probeChanges } from './fix-probes.ts';

/** Gives a service a route that tells whether it runs. */
const fix: Fix = {
  rule: 'missing-health-check',
  summary:
    'Express, Fastify and Hono get `GET /health` behind the line that makes the app; Nest gets a controller of its own. Probes that ask it are added to a Kubernetes container whose one port is the one that the code listens on.',
  plan: async (input) => {
    const sources = await sourcesOf(input);
    if (!sources.some(({ text }) => /\.listen\w*\(\s*[^\s)]/.test(text) || /\bserve\(/.test(text)))
      throw new CannotFix('msvc does not see it serve HTTP: let a probe run a command, or serve a port for it.');
    for (const source of sources) {
      const changes = changesIn(source) ?? (await nestChanges(source, input.files));
      if (!changes) continue;
      const probes = probeChanges(input, sources);
      const asks = probes.length > 0 ? ', and its probes ask it' : '; let the manifest ask it';
      return { done: `answers GET /health${asks}`, changes: [...changes, ...probes] };
    }
    throw new CannotFix(
      'msvc does not see where its routes are made: answer GET /health there, and let the manifest ask it.',
    );
  },
};
export default fix;

/** The files that the service starts in, and those that they take what they start from. */
async function sourcesOf({ finding: { services }, model, files }: FixInput): Promise<readonly Source[]> {
  const starts = model.traits.filter(({ service }) => services.includes(service)).flatMap(({ starts }) => starts);
  const paths = [...new Set(starts.map(({ file }) => file))];
  const sources = await Promise.all(paths.map((path) => sourceOf(files, path)));
  const imported = sources.flatMap((source) =>
    [...source.text.matchAll(/\b(\w+)\s*\.\s*listen\b/g)].map(([, name = '']) => sourceOfImport(source, name, files)),
  );
  return [...sources, ...(await Promise.all(imported)).filter((source) => source !== undefined)];
}

function changesIn(source: Source): readonly Change[] | undefined {
  for (const { made, route } of apps) {
    const app = source.file.getDescendants().find((node) => isMade(source, node, made));
    if (!app || !source.is.isVariableDeclaration(app)) continue;
    const lines = route(app.getName(), source);
    return [changeOf(source, [linesBeside(source, statementOf(source, app), { lines, where: 'after' })])];
  }
  return undefined;
}

const isMade = ({ is }: Source, node: Node, made: RegExp): node is VariableDeclaration =>
  is.isVariableDeclaration(node) && made.test(nameOf(node.getInitializer()));

type App = { readonly made: RegExp; readonly route: (app: string, source: Source) => readonly string[] };

const apps: readonly App[] = [
  {
    made: /^(?:express|polka)\(\)$/,
    route: (app, { style: { quote, semicolon } }) => [
      `${app}.get(${quote}/health${quote}, (_request, response) => {`,
      `  response.json({ status: ${quote}ok${quote} })${semicolon}`,
      `})${semicolon}`,
    ],
  },
  {
    made: /^(?:[fF]astify|require\(["']fastify["']\))\(/,
    route: (app, { style: { quote, semicolon } }) => [
      `${app}.get(${quote}/health${quote}, async () => ({ status: ${quote}ok${quote} }))${semicolon}`,
    ],
  },
  {
    made: /^newHono(?:<.*>)?\(\)$/,
    route: (app, { style: { quote, semicolon } }) => [
      `${app}.get(${quote}/health${quote}, (context) => context.json({ status: ${quote}ok${quote} }))${semicolon}`,
    ],
  },
];
