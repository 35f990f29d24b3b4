import type { CallExpression } from 'ts-morph';
import { nameOf, sourceOfImport, variableNamed, type FixInput, type Source } from '../../src/scaffold/fix-kit.ts';

/** What is started by a call, as far as it decides how to end it. */
export type Kind = 'nest' | 'http' | 'fastify' | 'grpc' | 'kafka';

/** Undefined where it is nothing that is known. `origin` tells what a name was made by. */
export function kindOf({ is }: Source, call: CallExpression, origin: (name: string) => string): Kind | undefined {
  const callee = call.getExpression();
  if (!is.isPropertyAccessExpression(callee)) return undefined;
  const verb = callee.getName();
  const owner = callee.getExpression();
  if (nameOf(owner) === 'NestFactory') return 'nest';
  if (verb === 'bindAsync') return 'grpc';
  if (verb === 'run' && /eachMessage|eachBatch/.test(call.getArguments()[0]?.getText() ?? '')) return 'kafka';
  if (!/^(?:listen|listenAsync|startAllMicroservices)$/.test(verb)) return undefined;
  const about = `${nameOf(owner)} ${origin(owner.getText())}`;
  return kinds.find(([pattern]) => pattern.test(about))?.[1];
}

/** What the names of a file were made by, also those that it takes from other files. */
export async function originsIn(source: Source, files: FixInput['files']): Promise<(name: string) => string> {
  const foreign = new Map<string, string>();
  for (const [, name = ''] of source.text.matchAll(/\b(\w+)\s*\.\s*listen\b/g)) {
    const home = await sourceOfImport(source, name, files);
    if (home) foreign.set(name, originOf(home, name));
  }
  return (name) => foreign.get(name) ?? originOf(source, name);
}

const kinds: readonly (readonly [RegExp, Kind])[] = [
  [/NestFactory|:.*\b(?:INest|Nest)\w*Application\b|:.*\bINestMicroservice\b/, 'nest'],
  [/\b[fF]astify\(|:.*\bFastifyInstance\b/, 'fastify'],
  [
    /\b(?:express|createServer|createSecureServer|connect|polka)\(|newKoa\(|:.*\b(?:Express|Application|Koa|Server)\b/,
    'http',
  ],
];

/** What a name was made by, or its type where it is handed in. */
function originOf(source: Source, name: string): string {
  const made = variableNamed(source, name);
  const type = made?.getTypeNode()?.getText();
  if (made) return `${nameOf(made.getInitializer())} ${type === undefined ? '' : `:${type}`}`;
  const parameters = source.file.getDescendants().filter((node) => source.is.isParameterDeclaration(node));
  const parameter = parameters.find((one) => one.getName() === name);
  return `:${parameter?.getTypeNode()?.getText() ?? ''}`;
}
