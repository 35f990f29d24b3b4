import type { CallExpression } from 'ts-morph';
import { nameOf, variableNamed, type Source } from '../../src/scaffold/fix-kit.ts';

/** What is started by a call, as far as it decides how to end it. */
export type Kind = 'nest' | 'http' | 'fastify' | 'grpc' | 'kafka';

/** Undefined where it is nothing that is known. */
export function kindOf(source: Source, call: CallExpression): Kind | undefined {
  const { is } = source;
  const callee = call.getExpression();
  if (!is.isPropertyAccessExpression(callee)) return undefined;
  const verb = callee.getName();
  const owner = callee.getExpression();
  if (nameOf(owner) === 'NestFactory') return 'nest';
  if (verb === 'bindAsync') return 'grpc';
  if (verb === 'run' && /eachMessage|eachBatch/.test(call.getArguments()[0]?.getText() ?? '')) return 'kafka';
  if (!/^(?:listen|listenAsync|startAllMicroservices)$/.test(verb)) return undefined;
  const about = `${nameOf(owner)} ${originOf(source, owner.getText())}`;
  return kinds.find(([pattern]) => pattern.test(about))?.[1];
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
