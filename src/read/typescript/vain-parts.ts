import type { Argument, CallExpression, Expression, Node, PrivateIdentifier } from 'oxc-parser';

/** Any node of a tree. */
export type Part = Node;

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Nodes with all that stands in them, in the order of the text. */
export function* nodesIn(nodes: readonly unknown[]): Generator<Part> {
  for (const node of nodes) {
    if (!isPart(node)) continue;
    yield node;
    for (const inner of Object.values(node)) yield* nodesIn(Array.isArray(inner) ? inner : [inner]);
  }
}

/** The calls in an expression, the outermost first. */
export const callsIn = (node: Expression): CallExpression[] =>
  [...nodesIn([node])].filter((part) => part.type === 'CallExpression');

/** `order.status`, `this.order.status`; undefined for what has no such name. */
export function pathOf(node: Part | PrivateIdentifier): string | undefined {
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'ThisExpression':
      return 'this';
    case 'ChainExpression':
    case 'ParenthesizedExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
      return pathOf(node.expression);
    case 'MemberExpression': {
      const of = pathOf(node.object);
      if (of === undefined || node.property.type === 'PrivateIdentifier') return undefined;
      if (!node.computed) return node.property.type === 'Identifier' ? `${of}.${node.property.name}` : undefined;
      return node.property.type === 'Literal' ? `${of}.${String(node.property.value)}` : undefined;
    }
    default:
      return undefined;
  }
}

type Constant = { readonly of: string; readonly value: string };

/** A literal, or a member of something written in capitals: `'paid'`, `OrderStatus.PAID`. */
export function constantOf(node: Expression): Constant | undefined {
  if (node.type === 'Literal') return { of: '', value: `${typeof node.value}:${String(node.value)}` };
  const path = pathOf(node);
  const dot = path?.lastIndexOf('.') ?? -1;
  return path !== undefined && dot > 0 && /^[A-Z]/.test(path)
    ? { of: path.slice(0, dot), value: path.slice(dot + 1) }
    : undefined;
}

/** Whether two constants differ; undefined where one of them is not known, or they are not of one kind. */
export function differ(a: Expression, b: Expression): boolean | undefined {
  const [left, right] = [constantOf(a), constantOf(b)];
  return left && right && left.of === right.of ? left.value !== right.value : undefined;
}

/** What object literals among arguments, and those in them, hold under a name. */
export const namedIn = (args: readonly Argument[], name: string): Expression[] =>
  [...nodesIn(args)].flatMap((part) =>
    part.type === 'Property' && keyOf(part.key) === name && isExpression(part.value) ? [part.value] : [],
  );

/** Inside of an object literal what stands for a value is an expression; patterns stand on the left of assignments. */
const isExpression = (node: Part): node is Expression => !node.type.endsWith('Pattern');

const keyOf = (key: Part): string | undefined =>
  key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
