import { parseDocument, LineCounter } from 'yaml';
import type { Break } from '../../../model/breaks.ts';

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const nodeIn = (node: unknown, key: string): Node => {
  const value = isNode(node) ? node[key] : undefined;
  return isNode(value) ? value : {};
};
const listIn = (node: unknown, key: string): readonly unknown[] => {
  const value = isNode(node) ? node[key] : undefined;
  return Array.isArray(value) ? value : [];
};

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

/** A description, its references followed within itself. */
class Description {
  readonly root: Node;
  constructor(root: Node) {
    this.root = root;
  }

  paths(): Node {
    return nodeIn(this.root, 'paths');
  }

  resolved(value: unknown, depth = 0): Node {
    if (!isNode(value)) return {};
    const reference = value['$ref'];
    if (typeof reference !== 'string' || !reference.startsWith('#/') || depth > 10) return value;
    let found: unknown = this.root;
    for (const key of reference.slice(2).split('/')) found = nodeIn(found, key.replaceAll('~1', '/'));
    return this.resolved(found, depth + 1);
  }
}

const descriptionIn = (text: string): Description | undefined => {
  const document = parseDocument(text, { logLevel: 'silent', prettyErrors: false });
  if (document.errors.length > 0) return undefined;
  const root: unknown = document.toJS({ maxAliasCount: 100 });
  return isNode(root) && ('openapi' in root || 'swagger' in root) && isNode(root['paths'])
    ? new Description(root)
    : undefined;
};

/** One operation that both sides may have, with what stands around it. */
type Side = { readonly of: Description; readonly item: Node; readonly operation: Node };
type Found = { readonly check: string; readonly what: string; readonly keys: readonly string[] };

/** What callers written against the base do not survive: a removed path or operation, a new required parameter, a removed field of an answer. */
export function openapiBreaks(file: string, now: string, then: string): readonly Break[] {
  const [head, base] = [descriptionIn(now), descriptionIn(then)];
  if (!head || !base) return [];
  const lineOf = lineFinder(now);
  return operationsIn(base).flatMap(({ path, method, ...before }) => {
    const name = `${method.toUpperCase()} ${path}`;
    const place = ['paths', path, method];
    const item = head.resolved(head.paths()[path]);
    const operation = item[method];
    const found: readonly Found[] = isNode(operation)
      ? changesOf({ of: head, item, operation }, before, { name, place })
      : [{ check: 'operation-removed', what: `${name} is gone`, keys: place }];
    return found.map(({ check, what, keys }): Break => {
      const at = { file, line: lineOf(keys), column: 1, basis: 'declared' } as const;
      return { of: 'openapi', check, what, subject: [file, name, what], operation: name, at };
    });
  });
}

const operationsIn = (of: Description): readonly (Side & { readonly path: string; readonly method: string })[] =>
  Object.entries(of.paths()).flatMap(([path, given]) => {
    const item = of.resolved(given);
    return METHODS.flatMap((method) => {
      const operation = item[method];
      return isNode(operation) ? [{ of, item, operation, path, method }] : [];
    });
  });

function changesOf(
  after: Side,
  before: Side,
  { name, place }: { readonly name: string; readonly place: readonly string[] },
): readonly Found[] {
  const known = requiredIn(before);
  const required = requiredIn(after).filter((parameter) => !known.includes(parameter));
  const answered = answersIn(after);
  return [
    ...required.map((parameter) => ({
      check: 'parameter-required',
      what: `${name} now requires ${parameter}`,
      keys: place,
    })),
    ...[...answersIn(before)].flatMap(([status, fields]) =>
      fields
        .filter((field) => answered.get(status)?.includes(field) === false)
        .map((field) => ({
          check: 'response-field-removed',
          what: `the ${status} of ${name} no longer has ${field}`,
          keys: [...place, 'responses', status],
        })),
    ),
  ];
}

/** Required parameters and fields of the body, as `query page` and `body sku`. */
function requiredIn({ of, item: parent, operation: own }: Side): readonly string[] {
  const parameters = [...listIn(parent, 'parameters'), ...listIn(own, 'parameters')].flatMap((item) => {
    const { name, in: place, required, schema } = of.resolved(item);
    if (place === 'body') return listIn(of.resolved(schema), 'required').map((field) => `body ${String(field)}`);
    return required === true ? [`${String(place)} ${String(name)}`] : [];
  });
  const body = schemaOf(of, of.resolved(nodeIn(own, 'requestBody')));
  return [...parameters, ...listIn(body, 'required').map((field) => `body ${String(field)}`)];
}

/** Fields of the JSON that is answered, by status. */
function answersIn({ of, operation }: Side): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(nodeIn(operation, 'responses')).flatMap(([status, item]) => {
      const response = of.resolved(item);
      const fields = status.startsWith('2') ? fieldsOf(of, schemaOf(of, response)) : [];
      return fields.length > 0 ? [[status, fields] as const] : [];
    }),
  );
}

const schemaOf = (of: Description, holder: Node): Node => {
  const content = nodeIn(holder, 'content');
  const type = Object.keys(content).find((name) => name.includes('json'));
  return of.resolved(type === undefined ? holder['schema'] : nodeIn(content, type)['schema']);
};

function fieldsOf(of: Description, schema: Node, prefix = '', depth = 0): readonly string[] {
  if (depth > 4) return [];
  const parts = listIn(schema, 'allOf').flatMap((part) => fieldsOf(of, of.resolved(part), prefix, depth + 1));
  const items = isNode(schema['items']) ? fieldsOf(of, of.resolved(schema['items']), `${prefix}[].`, depth + 1) : [];
  const own = Object.entries(nodeIn(schema, 'properties')).flatMap(([name, value]) => [
    `${prefix}${name}`,
    ...fieldsOf(of, of.resolved(value), `${prefix}${name}.`, depth + 1),
  ]);
  return [...own, ...parts, ...items];
}

/** The line of a key, or of the last of its parents that is there. */
function lineFinder(text: string): (keys: readonly string[]) => number {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', prettyErrors: false });
  return (keys) => {
    for (let length = keys.length; length > 0; length--) {
      const node: unknown = document.getIn(keys.slice(0, length), true);
      const range = isNode(node) ? node['range'] : undefined;
      if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line;
    }
    return 1;
  };
}
