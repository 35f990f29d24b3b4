import type { CallExpression, Node } from 'ts-morph';
import {
  argumentAdded,
  CannotFix,
  nameOf,
  nodesAround,
  propertyAdded,
  type Source,
  type TextEdit,
} from '../../src/scaffold/fix-kit.ts';
import type { Place } from '../../src/model/evidence.ts';

type Maker = { readonly made: RegExp; readonly option: (ms: number) => string; readonly at?: number };

/** How clients are made, and the option that gives all their calls a deadline. */
const makers: readonly Maker[] = [
  { made: /^(?:\w*[aA]xios\w*\.create|HttpModule\.register)$/, option: (ms) => `timeout: ${ms}` },
  { made: /^got\.extend$/, option: (ms) => `timeout: { request: ${ms} }` },
  { made: /^create(?:Connect|Grpc|GrpcWeb)Transport$/, option: (ms) => `defaultTimeoutMs: ${ms}` },
  {
    made: /^(?:createProxyMiddleware|legacyCreateProxyMiddleware|(?:\w+\.)?createProxy(?:Server)?)$/,
    option: (ms) => `proxyTimeout: ${ms}`,
  },
];

/** The edits that give a client a deadline where it is made; undefined where it takes none there. */
export function clientEdits(source: Source, at: Place, ms: number): readonly TextEdit[] | undefined {
  for (const node of nodesAround(source, at)) {
    if (!source.is.isCallExpression(node)) continue;
    const maker = makers.find(({ made }) => made.test(nameOf(node.getExpression())));
    if (maker) return [optionAdded(source, node, { option: maker.option(ms), at: 0 })];
  }
  return undefined;
}

/** An option in the object that a call is given as one of its arguments. What a variable brings along counts before it. */
export function optionAdded(
  source: Source,
  call: CallExpression,
  { option, at }: { readonly option: string; readonly at: number },
): TextEdit {
  const { is } = source;
  const args = call.getArguments();
  const given = args[at];
  const name = option.slice(0, option.indexOf(':'));
  if (!given) {
    const missing = Array.from({ length: at - args.length }, () => 'undefined');
    return argumentAdded(source, call, [...missing, `{ ${option} }`].join(', '));
  }
  if (is.isObjectLiteralExpression(given)) {
    const set = given.getProperty(name);
    if (set?.getText().replace(/\s/g, '') === `${name}:0`)
      return { from: set.getStart(), to: set.getEnd(), text: option };
    if (set) throw new CannotFix(`${source.path}:${call.getStartLineNumber()} sets "${name}" already.`);
    return given.getProperties().some((each) => is.isSpreadAssignment(each))
      ? { from: given.getStart() + 1, to: given.getStart() + 1, text: ` ${option},` }
      : propertyAdded(source, given, option);
  }
  if (!isPlain(source, given))
    throw new CannotFix(
      `${source.path}:${call.getStartLineNumber()} takes its options from elsewhere: set "${name}" there.`,
    );
  return { from: given.getStart(), to: given.getEnd(), text: `{ ${option}, ...${given.getText()} }` };
}

const isPlain = ({ is }: Source, node: Node): boolean => is.isIdentifier(node) || is.isPropertyAccessExpression(node);
