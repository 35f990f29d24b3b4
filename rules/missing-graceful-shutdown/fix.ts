import type { CallExpression, Node } from 'ts-morph';
import {
  CannotFix,
  callAt,
  changeOf,
  linesBeside,
  nameOf,
  sourceOf,
  standsAlone,
  statementOf,
  variableNamed,
  type Fix,
  type Repair,
  type Source,
  type TextEdit,
} from '../../src/scaffold/fix-kit.ts';
import type { Place } from '../../src/model/evidence.ts';
import { kindOf, originsIn, type Kind } from './fix-kinds.ts';

/** Lets a server or consumer hear SIGTERM, finish what it has begun, and end. */
const fix: Fix = {
  rule: 'missing-graceful-shutdown',
  summary:
    'Nest gets `enableShutdownHooks()`; Express, Koa, Fastify, node:http, grpc-js and kafkajs get a handler of SIGTERM that closes what was started.',
  plan: async ({ finding: { at, services, related }, model, files }) => {
    const [interrupt] = related;
    if (interrupt) return likeInterrupt(await sourceOf(files, interrupt.file), interrupt);
    const source = await sourceOf(files, at.file);
    const origin = await originsIn(source, files);
    const start = callAt(source, at, (call) => kindOf(source, call, origin) !== undefined);
    const kind = kindOf(source, start, origin) ?? 'http';
    const consumes = model.operations.some(
      ({ service, trigger }) => services.includes(service) && trigger === 'message',
    );
    if (consumes && kind !== 'nest' && kind !== 'kafka')
      throw new CannotFix(
        'It serves and consumes messages: on SIGTERM close the server, then the consumers, then end.',
      );
    return { done: dones[kind], changes: [changeOf(source, editsFor(source, start, kind))] };
  },
};
export default fix;

/** What is done on Ctrl-C is done on SIGTERM too. */
function likeInterrupt(source: Source, at: Place): Repair {
  const call = callAt(source, at, (each) => /^process\.(?:on|once)$/.test(nameOf(each.getExpression())));
  const [signal] = call.getArguments();
  if (!source.is.isStringLiteral(signal) || !source.is.isExpressionStatement(call.getParent()))
    throw new CannotFix('SIGINT is handled in a way that msvc does not change: let SIGTERM do the same.');
  const { quote } = source.style;
  const constant = /\.[cm]?tsx?$/.test(source.path) ? ' as const' : '';
  const signals = `[${quote}SIGINT${quote}, ${quote}SIGTERM${quote}]${constant}`;
  const loop: TextEdit = { from: call.getStart(), to: call.getStart(), text: `for (const signal of ${signals}) ` };
  const name: TextEdit = { from: signal.getStart(), to: signal.getEnd(), text: 'signal' };
  return { done: 'does on SIGTERM what it does on Ctrl-C', changes: [changeOf(source, [loop, name])] };
}

const dones: Readonly<Record<Kind, string>> = {
  nest: 'hears SIGTERM through the shutdown hooks of Nest',
  http: 'on SIGTERM answers what is in flight, then ends',
  fastify: 'on SIGTERM answers what is in flight, then ends',
  grpc: 'on SIGTERM answers the calls in flight, then ends',
  kafka: 'on SIGTERM finishes its message and leaves its group, then ends',
};

function editsFor(source: Source, start: CallExpression, kind: Kind): readonly TextEdit[] {
  if (kind === 'nest') return nestEdits(source, start);
  if (kind === 'http') return httpEdits(source, start);
  const owner = ownerOf(source, start);
  const ends: Readonly<Record<typeof kind, string>> = {
    fastify: `${owner}.close().then(() => process.exit(0), () => process.exit(1))`,
    kafka: `${owner}.disconnect().then(() => process.exit(0), () => process.exit(1))`,
    grpc: `${owner}.tryShutdown(() => process.exit(0))`,
  };
  return [linesBeside(source, statementOf(source, start), { lines: handler(source, ends[kind]), where: 'before' })];
}

const handler = ({ style: { quote, semicolon } }: Source, end: string): readonly string[] => [
  `process.once(${quote}SIGTERM${quote}, () => {`,
  `  ${end}${semicolon}`,
  `})${semicolon}`,
];

/** `app.enableShutdownHooks()` behind the line that makes the app, or before the one that starts it. */
function nestEdits(source: Source, start: CallExpression): readonly TextEdit[] {
  const { is, style } = source;
  const made = start.getFirstAncestor((node) => is.isVariableDeclaration(node));
  const isMaking = nameOf(start.getExpression()).startsWith('NestFactory.');
  const name =
    isMaking && is.isVariableDeclaration(made) ? made.getName() : isMaking ? undefined : ownerOf(source, start);
  if (name === undefined || !/^[\w$]+$/.test(name))
    throw new CannotFix('The app has no name: give it one, then call enableShutdownHooks() on it.');
  const where = isMaking ? 'after' : 'before';
  return [
    linesBeside(source, statementOf(source, start), {
      lines: [`${name}.enableShutdownHooks()${style.semicolon}`],
      where,
    }),
  ];
}

/** A server that has a name is closed by it; one that only listens gets a name. */
function httpEdits(source: Source, start: CallExpression): readonly TextEdit[] {
  const { is } = source;
  const statement = statementOf(source, start);
  const declared = start.getParent();
  const named = (name: string): TextEdit =>
    linesBeside(source, statement, { lines: handler(source, `${name}.close(() => process.exit(0))`), where: 'after' });
  if (is.isVariableDeclaration(declared)) return [named(declared.getName())];
  if (!standsAlone(source, start))
    throw new CannotFix('What listens is handed on: close it on SIGTERM where it is held.');
  const owner = ownerOf(source, start);
  if (isServer(source, owner)) return [named(owner)];
  const name = ['server', 'httpServer'].find((each) => !isUsed(source, each));
  if (name === undefined)
    throw new CannotFix(
      'The names "server" and "httpServer" are taken: keep what listen() gives, and close it on SIGTERM.',
    );
  if (is.isAwaitExpression(declared) || is.isVoidExpression(declared))
    throw new CannotFix('listen() is awaited here, which tells nothing of the server: close it on SIGTERM by hand.');
  const keyword: TextEdit = { from: statement.getStart(), to: statement.getStart(), text: `const ${name} = ` };
  return [keyword, named(name)];
}

/** What is told to listen, by the name it has here. */
function ownerOf({ is }: Source, start: CallExpression): string {
  const callee = start.getExpression();
  if (is.isPropertyAccessExpression(callee)) return callee.getExpression().getText();
  throw new CannotFix('What is started has no name here: close it on SIGTERM by hand.');
}

const isServer = (source: Source, name: string): boolean =>
  /(?:createServer|Server)\(/.test(variableNamed(source, name)?.getInitializer()?.getText() ?? '');

const isUsed = ({ file, is }: Source, name: string): boolean =>
  file.getDescendants().some((node: Node) => is.isIdentifier(node) && node.getText() === name);
