import type { Expression, MemberExpression, ObjectPropertyKind, PropertyKey, TemplateLiteral } from 'oxc-parser';
import type { ObjectEntry, Value } from '../../model/fact/value.ts';
import { callValue, literalText, newValue, templateCallValue } from './calls.ts';
import { assignmentValue } from './assignments.ts';
import { conditionalValue, logicalValue } from './choices.ts';
import { noteEndpoint, playing, roleOfKey } from './endpoints.ts';
import { grownFrom, noteUpdate } from './growth.ts';
import { jsxValue } from './jsx.ts';
import type { Reading } from './reading.ts';
import { deeper, UNKNOWN, within } from './reading.ts';

const LONGEST_TEXT = 4_000;
const MOST_ITEMS = 200;
/** Objects hold a workspace's topics, routes and handlers by name. */
const MOST_FIELDS = 2_000;

/** The name of a property where it is not computed. */
export const keyOf = (key: PropertyKey): string | undefined => {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number')) {
    return String(key.value);
  }
  return undefined;
};

const text = (value: string): Value => ({ kind: 'text', text: value.slice(0, LONGEST_TEXT) });

/** A template's pieces, its literal text included. */
export const templateParts = (reading: Reading, node: TemplateLiteral): readonly Value[] => {
  const parts: Value[] = [];
  for (const [index, quasi] of node.quasis.entries()) {
    const piece = quasi.value.cooked ?? quasi.value.raw;
    if (index === 0) noteEndpoint(reading, piece, node.start);
    if (piece !== '') parts.push(text(piece));
    const hole = node.expressions[index];
    if (hole) parts.push(reading.visit.value(reading, hole));
  }
  return parts;
};

const joined = (parts: readonly Value[]): Value => {
  const only = parts[0];
  if (!only) return { kind: 'text', text: '' };
  return parts.length === 1 && only.kind === 'text' ? only : { kind: 'join', parts };
};

const isEnvironment = (value: Value): boolean =>
  value.kind === 'member' &&
  value.name === 'env' &&
  value.of.kind === 'name' &&
  (value.of.name === 'process' || value.of.name === 'Bun' || value.of.name === 'import.meta');

/** `of.name`, or the variable where `of` is the environment. */
export const memberOf = (of: Value, name: string): Value =>
  isEnvironment(of) ? { kind: 'env', name } : { kind: 'member', of, name };

const member = (reading: Reading, node: MemberExpression): Value => {
  const of = reading.visit.value(reading, node.object);
  if (!node.computed)
    return memberOf(of, node.property.type === 'PrivateIdentifier' ? `#${node.property.name}` : node.property.name);
  const index = reading.visit.value(reading, node.property);
  if (index.kind === 'text') return memberOf(of, index.text);
  return { kind: 'element', of, index };
};

const entry = (reading: Reading, node: ObjectPropertyKind): ObjectEntry => {
  if (node.type === 'SpreadElement')
    return { value: { kind: 'spread', of: reading.visit.value(reading, node.argument) } };
  const key = node.computed && node.key.type === 'Identifier' ? undefined : keyOf(node.key);
  if (node.computed && key === undefined && node.key.type !== 'PrivateIdentifier') {
    const computed = reading.visit.value(reading, node.key);
    const value = reading.visit.value(reading, node.value);
    return { computed, value, line: reading.at(node.start)[0] };
  }
  const value = playing(reading, roleOfKey(key), () => reading.visit.value(reading, node.value));
  const line = reading.at(node.start)[0];
  return key === undefined ? { value, line } : { key, value, ...grownFrom(reading, node.value, key), line };
};

const flattened = (parts: readonly Value[]): readonly Value[] =>
  parts.flatMap((part) => (part.kind === 'join' ? part.parts : [part])).slice(0, 40);

const literal = (value: unknown): Value => {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return Number.isFinite(value) ? { kind: 'number', number: value } : UNKNOWN;
  if (typeof value === 'boolean') return { kind: 'boolean', boolean: value };
  return value === null ? { kind: 'nothing' } : UNKNOWN;
};

/** A regular expression is an object with its source and flags, as in JavaScript. */
const regex = ({ pattern, flags }: { readonly pattern: string; readonly flags: string }): Value =>
  pattern.length > 120
    ? UNKNOWN
    : {
        kind: 'object',
        entries: [
          { key: 'source', value: text(pattern) },
          { key: 'flags', value: text(flags) },
        ],
      };

/** `30 * 1000` */
const computed = (operator: string, left: Value, right: Value): Value => {
  if (left.kind !== 'number' || right.kind !== 'number') return UNKNOWN;
  if (operator === '*') return { kind: 'number', number: left.number * right.number };
  if (operator === '-') return { kind: 'number', number: left.number - right.number };
  return operator === '/' && right.number !== 0 ? { kind: 'number', number: left.number / right.number } : UNKNOWN;
};

const binary = (reading: Reading, node: Extract<Expression, { type: 'BinaryExpression' }>): Value => {
  const parts: Value[] = [];
  let left: Expression = node;
  while (left.type === 'BinaryExpression' && left.operator === '+') {
    parts.push(reading.visit.value(reading, left.right));
    left = left.left;
  }
  if (left === node) {
    const first = node.left.type === 'PrivateIdentifier' ? UNKNOWN : reading.visit.value(reading, node.left);
    return computed(node.operator, first, reading.visit.value(reading, node.right));
  }
  parts.push(reading.visit.value(reading, left));
  if (parts.every((part) => part.kind === 'number'))
    return { kind: 'number', number: parts.reduce((sum, { number }) => sum + number, 0) };
  return { kind: 'join', parts: flattened(parts.toReversed()) };
};

const unary = (reading: Reading, node: Extract<Expression, { type: 'UnaryExpression' }>): Value => {
  const value = reading.visit.value(reading, node.argument);
  if (node.operator === 'void') return { kind: 'nothing' };
  if (node.operator === '+') return value;
  return node.operator === '-' && value.kind === 'number' ? { kind: 'number', number: 0 - value.number } : UNKNOWN;
};

const importValue = (reading: Reading, source: Expression, offset: number): Value => {
  const from = literalText(source);
  if (from === undefined) {
    reading.visit.value(reading, source);
    return UNKNOWN;
  }
  reading.imports.push({ from, typeOnly: false, how: 'dynamic', at: reading.at(offset) });
  return { kind: 'import', from };
};

const composite = (reading: Reading, node: Expression): Value | undefined => {
  switch (node.type) {
    case 'ObjectExpression':
      return { kind: 'object', entries: node.properties.slice(0, MOST_FIELDS).map((item) => entry(reading, item)) };
    case 'ArrayExpression':
      return {
        kind: 'array',
        items: node.elements.slice(0, MOST_ITEMS).map((item): Value => {
          if (item === null) return { kind: 'nothing' };
          return item.type === 'SpreadElement'
            ? { kind: 'spread', of: reading.visit.value(reading, item.argument) }
            : reading.visit.value(reading, item);
        }),
      };
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return { kind: 'function', id: reading.visit.function(reading, node) };
    case 'ClassExpression':
    case 'ClassDeclaration':
      return { kind: 'class', id: reading.visit.class(reading, node) };
    case 'TemplateLiteral':
      return joined(templateParts(reading, node));
    case 'BinaryExpression':
      return binary(reading, node);
    case 'LogicalExpression':
      return logicalValue(reading, node);
    case 'ConditionalExpression':
      return conditionalValue(reading, node);
    case 'UnaryExpression':
      return unary(reading, node);
    case 'JSXElement':
    case 'JSXFragment':
      return jsxValue(reading, node);
    default:
      return undefined;
  }
};

const transparent = (reading: Reading, node: Expression): Value => {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
      return reading.visit.value(reading, node.expression);
    case 'AwaitExpression':
      return within(reading, { awaited: true }, () => reading.visit.value(reading, node.argument));
    case 'YieldExpression':
      return node.argument
        ? within(reading, { awaited: true }, () => valueOf(reading, node.argument ?? node))
        : UNKNOWN;
    case 'SequenceExpression':
      return node.expressions.map((item) => reading.visit.value(reading, item)).at(-1) ?? UNKNOWN;
    case 'ImportExpression':
      return importValue(reading, node.source, node.start);
    case 'AssignmentExpression':
      return assignmentValue(reading, node);
    case 'UpdateExpression':
      return noteUpdate(reading, node);
    case 'MetaProperty':
      return { kind: 'name', name: `${node.meta.name}.${node.property.name}` };
    default:
      return UNKNOWN;
  }
};

const plain = (reading: Reading, node: Expression): Value | undefined => {
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'string') noteEndpoint(reading, node.value, node.start);
      return 'regex' in node ? regex(node.regex) : literal(node.value);
    case 'Identifier':
      return node.name === 'undefined' ? { kind: 'nothing' } : { kind: 'name', name: node.name };
    case 'ThisExpression':
      return { kind: 'this' };
    case 'Super':
      return { kind: 'super' };
    case 'MemberExpression':
      return member(reading, node);
    case 'CallExpression':
      return callValue(reading, node);
    case 'NewExpression':
      return newValue(reading, node);
    case 'TaggedTemplateExpression':
      return templateCallValue(reading, node, templateParts(reading, node.quasi));
    default:
      return undefined;
  }
};

/** What an expression evaluates to, recording on the way every call, function and class inside it. */
export const valueOf = (reading: Reading, node: Expression): Value =>
  deeper(
    reading,
    node.start,
    UNKNOWN,
    () => plain(reading, node) ?? composite(reading, node) ?? transparent(reading, node),
  );
