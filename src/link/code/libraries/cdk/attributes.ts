import { lastStep, textThing } from '../../things.ts';
import type { LibraryThing, Program, Scope, Thing } from '../../types.ts';
import { classOf, propOf, resourceName, toldTextsOf } from './constructs.ts';

/** What stands for the whole deployment in a name stays open, and is the same wherever it is used. */
const nameThing = (text: string): Thing => {
  const env = (text.match(/\{[^{}]*\}/g) ?? []).map((hole) => hole.slice(1, -1));
  return env.length === 0 ? textThing(text) : { kind: 'texts', options: [{ text, holes: true, env, evidence: [] }] };
};

/** What one stack leaves for others under a name, until it is known what that is. */
export const leftAs = (kind: 'export' | 'parameter', name: string): string =>
  `${kind} ${name.replaceAll(/[{}:/]/g, '-')}`;

const foundAs = (kind: 'export' | 'parameter', name: Thing | undefined): Thing | undefined => {
  const [text] = toldTextsOf(name);
  return text === undefined ? undefined : nameThing(`{${leftAs(kind, text)}}`);
};

const ATTRIBUTE = /^(?:table|queue|topic|eventBus|stream|bucket|function)(?:Name|Arn|Url)$/;

/** `orders.tableName`, `mail.queueUrl`: whatever a resource says of itself tells its name. */
export const attributeOf = (of: LibraryThing, name: string, { program }: Scope): Thing | undefined => {
  if (!of.args) return undefined;
  const handed = handedOn(of, name, program);
  if (handed || !ATTRIBUTE.test(name)) return handed;
  const text = resourceName(of, program);
  return text === undefined ? undefined : nameThing(text);
};

/** `new CfnOutput(…).value`, `new StringParameter(…).stringValue`, `StringParameter.fromStringParameterName(…).stringValue` */
const handedOn = (of: LibraryThing, name: string, program: Program): Thing | undefined => {
  const kind = classOf(of);
  if (kind === 'CfnOutput' && /^(?:value|importValue)$/.test(name)) return propOf(of, 'value', program);
  if (name !== 'stringValue') return undefined;
  if (kind === 'StringParameter') return propOf(of, 'stringValue', program);
  if (kind === 'fromStringParameterName') return foundAs('parameter', of.args?.[2]);
  return kind === 'fromStringParameterAttributes'
    ? foundAs('parameter', propOf(of, 'parameterName', program))
    : undefined;
};

/** What the program is told from outside, or finds where another stack left it. */
export const resultOf = (callee: LibraryThing, args: readonly Thing[]): Thing | undefined => {
  switch (lastStep(callee.path)) {
    case 'tryGetContext':
    case 'getContext': {
      const [name] = toldTextsOf(args[0]);
      return name === undefined ? undefined : nameThing(`{${name}}`);
    }
    case 'importValue':
      return foundAs('export', args[0]);
    case 'valueForStringParameter':
    case 'valueFromLookup':
      return foundAs('parameter', args[1]);
    default:
      return undefined;
  }
};
