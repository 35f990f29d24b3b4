import { below, entriesOf, itemsOf, textAt, textOf, type Tree } from '../tree/tree.ts';

/** What a template calls things: texts with their variables filled in, resources by the names they are given. */
export type Names = {
  readonly text: (tree: Tree | undefined) => string | undefined;
  /** The name of what an ARN, a URL or a reference stands for. */
  readonly bare: (tree: Tree | undefined) => string | undefined;
  readonly resources: readonly (readonly [id: string, resource: Tree])[];
};

const PROPERTIES = ['TableName', 'QueueName', 'TopicName', 'BucketName', 'FunctionName', 'Name'];
const DEEPEST = 8;
const MOST_VARIABLES = 20;
const LONGEST = 2_000;

/** What only a deployment knows, by a word that is the same for all who name it. */
const KNOWN: Readonly<Record<string, string>> = {
  'opt:stage': 'dev',
  'sls:stage': 'dev',
  'self:provider.stage': 'dev',
  'opt:region': 'region',
  'aws:region': 'region',
  'self:provider.region': 'region',
  'AWS::Region': 'region',
  'aws:accountId': 'account',
  'AWS::AccountId': 'account',
  'AWS::Partition': 'aws',
  'AWS::StackName': 'stack',
};

/** `MailQueueUrl` is an output that tells of `MailQueue`. */
export const withoutAttribute = (name: string): string =>
  name.replace(/[-_]?(?:Arn|Url|URL|Name|StreamArn)$/, '') || name;

type Template = { readonly tree: Tree; readonly byId: ReadonlyMap<string, Tree> };

export function namesIn(tree: Tree): Names {
  const resources = resourcesIn(tree);
  const template: Template = { tree, byId: new Map(resources) };
  const text = (value: Tree | undefined): string | undefined => textFrom(value, template, 0);
  return { text, bare: (value) => bareOf(text(value)), resources };
}

function textFrom(value: Tree | undefined, template: Template, depth: number): string | undefined {
  if (!value || depth > DEEPEST) return undefined;
  const inner = (one: Tree | undefined): string | undefined => textFrom(one, template, depth + 1);
  if (value.kind === 'scalar') {
    const text = textOf(value);
    return text === undefined ? undefined : expanded(text, template, depth);
  }
  if (value.kind === 'list') return value.items.length === 2 ? inner(value.items[0]) : undefined;
  const [[key, entry] = []] = entriesOf(value);
  if (!entry || value.entries.size !== 1) return undefined;
  if (key === 'Fn::Join') return joinedTexts(itemsOf(entry.value), inner);
  if (key === 'Fn::ImportValue') return withoutAttribute(inner(entry.value) ?? '') || undefined;
  return key === 'Ref' || key === 'Fn::GetAtt' || key === 'Fn::Sub' ? inner(entry.value) : undefined;
}

/** A text with its variables filled in, the innermost first. */
function expanded(written: string, template: Template, depth: number): string | undefined {
  // A value that is nothing but what the deployment says is not known; as a part of a name it tells two names alike.
  const whole = /^\$\{([\w:.]+)\}$/.exec(written)?.[1];
  if (whole !== undefined && Object.hasOwn(KNOWN, whole)) return lookedUp(whole, template, depth);
  let text = written;
  for (let turn = 0; turn < MOST_VARIABLES && text.includes('${'); turn += 1) {
    const inner = /\$\{([^${}]*)\}/.exec(text);
    const value = inner ? filled(inner[1]?.trim() ?? '', template, depth) : undefined;
    if (!inner || value === undefined) return undefined;
    text = text.slice(0, inner.index) + value + text.slice(inner.index + inner[0].length);
    if (text.length > LONGEST) return undefined;
  }
  return text.includes('${') ? undefined : referred(text, template, depth);
}

/** One variable: the first of its alternatives that can be told. */
function filled(variable: string, template: Template, depth: number): string | undefined {
  const sources = variable.split(',').map((source) => source.trim());
  for (const source of sources) {
    const literal = /^(?:'([^']*)'|"([^"]*)")$/.exec(source);
    const found = literal ? (literal[1] ?? literal[2]) : lookedUp(source, template, depth);
    if (found !== undefined) return found;
  }
  const known = sources.find((source) => Object.hasOwn(KNOWN, source));
  return known === undefined ? undefined : KNOWN[known];
}

function lookedUp(source: string, template: Template, depth: number): string | undefined {
  const { tree, byId } = template;
  if (byId.has(source.split('.')[0] ?? '')) return referred(source, template, depth);
  const path = /^self:([\w.-]+)$/.exec(source)?.[1]?.split('.');
  if (path) return textFrom(below(tree, ...path), template, depth + 1) ?? fromElsewhere(path, tree);
  const output = /^(?:cf|ssm)(?:\([^)]*\)|\.[\w-]+)?:(.+)$/.exec(source)?.[1]?.replace(/~(?:true|false)$/, '');
  if (output !== undefined) return withoutAttribute(output.split(/[./]/).at(-1) ?? output);
  return textFrom(below(tree, 'Parameters', source, 'Default'), template, depth + 1);
}

/** What is taken from another file is called by its key: `${self:custom.Orders.name}`. */
function fromElsewhere(path: readonly string[], tree: Tree): string | undefined {
  const isElsewhere = path.some((_, end) => textAt(tree, ...path.slice(0, end))?.includes('${file(') === true);
  return isElsewhere ? path.findLast((part) => !/^(?:name|arn|url|custom)$/i.test(part)) : undefined;
}

/** `Orders` and `Orders.Arn` mean the resource of that name. */
function referred(text: string, template: Template, depth: number): string {
  const id = text.split('.')[0] ?? text;
  const resource = /^\w+(?:\.\w+)?$/.test(text) ? template.byId.get(id) : undefined;
  if (!resource) return text;
  for (const property of PROPERTIES) {
    const given = below(resource, 'Properties', property);
    const name = given && textFrom(given, template, depth + 1);
    if (name !== undefined) return name;
  }
  return id;
}

const bareOf = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const table = /:table\/([^/]+)/.exec(text)?.[1];
  return table ?? text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);
};

const joinedTexts = (parts: readonly Tree[], text: (tree: Tree) => string | undefined): string | undefined => {
  const texts = itemsOf(parts[1]).map(text);
  return texts.every((one) => one !== undefined) ? texts.join(textOf(parts[0]) ?? '') : undefined;
};

/** `Resources` of a template; those of the framework stand under `resources`, as one map or a list of them. */
function resourcesIn(tree: Tree): readonly (readonly [string, Tree])[] {
  const given = below(tree, 'resources');
  const places = [tree, given, ...itemsOf(given)];
  return places.flatMap((place) => entriesOf(below(place, 'Resources')).map(([id, { value }]) => [id, value] as const));
}
