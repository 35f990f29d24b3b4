import type { AssignmentExpression, CallExpression, Expression, UpdateExpression } from 'oxc-parser';
import type { Value } from '../../model/fact/value.ts';
import type { Reading } from './reading.ts';
import { openFunction, UNKNOWN } from './reading.ts';

/** A field as it stood before, and whose it is. */
export type Source = { readonly field: string; readonly of: Value };

type Node = Expression | { readonly type: 'PrivateIdentifier' | 'Super' };

const NONE: readonly Source[] = [];
/** How deep a computation is looked into. */
const DEEPEST = 16;
const MOST_SOURCES = 8;
const ARITHMETIC = new Set(['+', '-', '*', '/']);
const COUNTING = new Set(['+=', '-=', '*=', '/=']);

/** What is counted so says which time it is, and differs with every delivery by design. */
const ORDINAL = /version|revision|attempt|retr(?:y|ies)|sequence|offset/i;

/** `a`, `this.a.b`: what can be named without running anything. */
const pathOf = (node: Node, depth = 0): Value | undefined => {
  if (depth > DEEPEST) return undefined;
  switch (node.type) {
    case 'Identifier':
      return { kind: 'name', name: node.name };
    case 'ThisExpression':
      return { kind: 'this' };
    case 'MemberExpression': {
      const of = pathOf(node.object, depth + 1);
      return of && !node.computed && node.property.type === 'Identifier'
        ? { kind: 'member', of, name: node.property.name }
        : undefined;
    }
    default: {
      const inner = innerOf(node);
      return inner && pathOf(inner, depth + 1);
    }
  }
};

/** What stands in parentheses, behind `await`, under a type. */
const innerOf = (node: Node): Expression | undefined => {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'ChainExpression':
      return node.expression;
    case 'AwaitExpression':
      return node.argument;
    case 'UnaryExpression':
      return node.operator === '+' || node.operator === '-' ? node.argument : undefined;
    default:
      return undefined;
  }
};

const argumentsOf = (node: Extract<Expression, { type: 'CallExpression' }>): readonly Expression[] =>
  node.arguments.flatMap((item) => (item.type === 'SpreadElement' ? [] : [item]));

/** The fields that an operand stands for: `row.stock`, `(row.stock || 0)`, `Number(row.stock)`. */
const fieldsOf = (reading: Reading, node: Node, depth: number): readonly Source[] => {
  if (depth > DEEPEST) return NONE;
  if (node.type === 'MemberExpression') {
    const path = pathOf(node);
    return path?.kind === 'member' ? [{ field: path.name, of: path.of }] : NONE;
  }
  if (node.type === 'LogicalExpression')
    return [...fieldsOf(reading, node.left, depth + 1), ...fieldsOf(reading, node.right, depth + 1)];
  if (node.type === 'CallExpression' && node.callee.type === 'Identifier')
    return argumentsOf(node).flatMap((item) => fieldsOf(reading, item, depth + 1));
  const inner = innerOf(node);
  return inner ? fieldsOf(reading, inner, depth + 1) : computedFrom(reading, node, depth + 1);
};

const ofName = (reading: Reading, name: string): readonly Source[] => {
  for (let fn: number | undefined = reading.inside; fn !== undefined; fn = reading.functions[fn]?.parent) {
    const known = reading.computed.get(`${fn} ${name}`);
    if (known) return known;
  }
  return NONE;
};

/** The fields that an expression counts on, or adds to: `row.stock - n`, `[...row.ids, id]`, `row.ids.concat(id)`. */
export function computedFrom(reading: Reading, node: Node, depth = 0): readonly Source[] {
  if (depth > DEEPEST) return NONE;
  switch (node.type) {
    case 'Identifier':
      return ofName(reading, node.name);
    case 'BinaryExpression':
      return ARITHMETIC.has(node.operator)
        ? [...fieldsOf(reading, node.left, depth + 1), ...fieldsOf(reading, node.right, depth + 1)]
        : NONE;
    case 'ArrayExpression':
      return node.elements.length < 2
        ? NONE
        : node.elements.flatMap((item) =>
            item?.type === 'SpreadElement' ? fieldsOf(reading, item.argument, depth + 1) : NONE,
          );
    case 'ConditionalExpression':
      return [
        ...computedFrom(reading, node.consequent, depth + 1),
        ...computedFrom(reading, node.alternate, depth + 1),
      ];
    case 'CallExpression':
      return ofCall(reading, node, depth);
    default: {
      const inner = innerOf(node);
      return inner ? computedFrom(reading, inner, depth + 1) : NONE;
    }
  }
}

/** `Math.max(0, row.stock - n)`, `(row.total + n).toFixed(2)`. */
const ofCall = (
  reading: Reading,
  node: Extract<Expression, { type: 'CallExpression' }>,
  depth: number,
): readonly Source[] => {
  const { callee } = node;
  const given = argumentsOf(node).flatMap((item) => computedFrom(reading, item, depth + 1));
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return given;
  const own =
    callee.property.name === 'concat'
      ? fieldsOf(reading, callee.object, depth + 1)
      : computedFrom(reading, callee.object, depth + 1);
  return [...own, ...given];
};

const isSame = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whose field of this name an expression counts on. */
export const grownFrom = (reading: Reading, node: Expression, field: string): { readonly grown?: Value } => {
  const found = ORDINAL.test(field) ? undefined : computedFrom(reading, node).find((source) => source.field === field);
  return found ? { grown: found.of } : {};
};

const noteField = (reading: Reading, { field, of }: Source): void => {
  if (ORDINAL.test(field)) return;
  const { checked } = reading.around;
  openFunction(reading)?.grows.push({ of, ...(checked === undefined ? {} : { checked }) });
};

/** Notes what a name is computed from, and which fields a function counts on: `row.stock -= n`, `row.stock = row.stock - n`. */
export const noteGrowth = (reading: Reading, node: AssignmentExpression): void => {
  const { left } = node;
  const sources = computedFrom(reading, node.right);
  if (left.type === 'Identifier') noteName(reading, left.name, sources);
  if (left.type !== 'MemberExpression') return;
  const target = pathOf(left);
  if (target?.kind !== 'member') return;
  const counts = sources.some(({ field, of }) => field === target.name && isSame(of, target.of));
  if (counts || COUNTING.has(node.operator)) noteField(reading, { field: target.name, of: target.of });
};

export const noteName = (reading: Reading, name: string, sources: readonly Source[]): void => {
  if (sources.length > 0) reading.computed.set(`${reading.inside} ${name}`, sources.slice(0, MOST_SOURCES));
};

/** `row.count++` */
export const noteUpdate = (reading: Reading, node: UpdateExpression): Value => {
  const target = node.argument.type === 'MemberExpression' ? pathOf(node.argument) : undefined;
  if (target?.kind === 'member') noteField(reading, { field: target.name, of: target.of });
  return UNKNOWN;
};

/** Lists that only tell what happened. */
const TOLD = /log|histor|audit|trace|error|timeline|journal/i;
const LOOKS = /^(?:includes|some|every|find\w*|indexOf|lastIndexOf|filter|has|pull|splice|id)$/;

/** `row.items.push(item)`, where nobody looked through the list before, and it is not made anew. */
export const notePush = (reading: Reading, { callee }: CallExpression): void => {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
  if (callee.property.name !== 'push' && callee.property.name !== 'unshift') return;
  const target = pathOf(callee.object);
  if (target?.kind !== 'member' || TOLD.test(target.name)) return;
  const { calls = [], assigns = [] } = openFunction(reading) ?? {};
  const isOwn = (value: Value | undefined): boolean => value?.kind === 'member' && value.name === target.name;
  const looked = calls.map((site) => reading.calls[site]?.callee);
  if (looked.some((on) => on?.kind === 'member' && LOOKS.test(on.name) && isOwn(on.of))) return;
  if (assigns.some((assign) => isOwn(assign.target))) return;
  noteField(reading, { field: target.name, of: target.of });
};
