import { baseOf } from '../../evaluate/instances.ts';
import { fieldOf, lastStep, librariesOf, optionsOf, textsOf } from '../../things.ts';
import type { LibraryThing, Program, TextOption, Thing } from '../../types.ts';

/** The property that names a resource, by the end of its class' name. */
const NAMED: Readonly<Record<string, string>> = {
  Table: 'tableName',
  TableV2: 'tableName',
  GlobalTable: 'tableName',
  Queue: 'queueName',
  Topic: 'topicName',
  EventBus: 'eventBusName',
  Stream: 'streamName',
  Bucket: 'bucketName',
  Function: 'functionName',
  NodejsFunction: 'functionName',
};

export const classOf = ({ path }: LibraryThing): string => lastStep(path).replace(/\(\)$/, '');

/** What a construct is: itself, or the class of the package that one of the workspace's own extends. */
export const constructsIn = (thing: Thing | undefined): readonly LibraryThing[] => [
  ...librariesOf(thing).filter(({ args }) => args !== undefined),
  ...optionsOf(thing).flatMap((option) => (option.kind === 'instance' ? (baseOf(option)?.made ?? []) : [])),
];

/** Texts that are known up to what the whole deployment is told: `orders-{STAGE}` is one table, whatever the stage. */
export const toldTextsOf = (thing: Thing | undefined): readonly string[] => [
  ...new Set(textsOf(thing).flatMap((option) => (isTold(option) ? [option.text] : []))),
];

const isTold = ({ text, holes, env }: TextOption): boolean =>
  !holes || (text.match(/\{[^{}]*\}/g) ?? []).every((hole) => env.includes(hole.slice(1, -1)));

export const idOf = (construct: LibraryThing): string | undefined => toldTextsOf(construct.args?.[1])[0];

/** Properties of a construct: the third argument, `new Table(this, 'orders', { … })`. */
export const propOf = (construct: LibraryThing, name: string, program: Program): Thing | undefined =>
  fieldOf(construct.args?.[2], name, program);

const bare = (text: string): string => text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);

/** `Table.fromTableName(this, 'Orders', 'orders')`, `Queue.fromQueueAttributes(this, 'Mail', { queueArn })` */
const importedName = (construct: LibraryThing, program: Program): string | undefined => {
  const given = construct.args?.[2];
  const texts = [given, ...optionsOf(given).flatMap((one) => fieldsOf(one, program))].flatMap((one) =>
    toldTextsOf(one),
  );
  return texts[0] === undefined ? undefined : bare(texts[0]);
};

const fieldsOf = (thing: Thing, program: Program): readonly Thing[] =>
  thing.kind === 'object'
    ? thing.value.entries.flatMap(({ key }) =>
        key !== undefined && /(?:Arn|Name|Url)$/.test(key) ? (fieldOf(thing, key, program) ?? []) : [],
      )
    : [];

/** The name of a resource as it is given, else what it is called in its stack. */
export const resourceName = (construct: LibraryThing, program: Program): string | undefined => {
  if (/(?:^|\.)from[A-Z]\w*\(\)$/.test(construct.path)) return importedName(construct, program) ?? idOf(construct);
  const named = NAMED[classOf(construct)];
  if (named === undefined) return undefined;
  return toldTextsOf(propOf(construct, named, program))[0] ?? idOf(construct);
};

/** The names of the resources that a thing may be. */
export const resourceNames = (thing: Thing | undefined, program: Program): readonly string[] =>
  constructsIn(thing).flatMap((construct) => resourceName(construct, program) ?? []);
