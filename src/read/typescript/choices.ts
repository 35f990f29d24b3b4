import type { Expression } from 'oxc-parser';
import type { Value } from '../../model/fact/value.ts';
import { asksWhere, isAsked, playing } from './endpoints.ts';
import type { Reading } from './reading.ts';
import { onWay, within } from './reading.ts';

type Node = Expression | { readonly type: 'PrivateIdentifier' };

const either = (options: readonly Value[]): Value => ({
  kind: 'either',
  options: options.flatMap((option) => (option.kind === 'either' ? option.options : [option])).slice(0, 12),
});

const inArm = (reading: Reading, choice: number, way: number, node: Expression): Value =>
  within(reading, { branch: true }, () =>
    onWay(reading, { choice, way, end: 'goes' }, () => reading.visit.value(reading, node)),
  );

/** `a || b`, `a ?? b`: either; `a && b`: what comes last. */
export const logicalValue = (reading: Reading, node: Extract<Expression, { type: 'LogicalExpression' }>): Value => {
  const left = reading.visit.value(reading, node.left);
  const role = node.operator !== '&&' && isAsked(left) ? 'default' : undefined;
  const right = playing(reading, role, () => inArm(reading, node.start, 0, node.right));
  return node.operator === '&&' ? right : either([left, right]);
};

const TEST = /^(?:is|in|under|use)?_?(?:test|testing|jest|vitest|e2e)(?:s|ing|env|environment|mode|run)?$/i;
const NAMED = /^(?:test|testing|e2e)$/;

const nameOf = (node: Node): string => {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier') return node.property.name;
  if (node.type === 'CallExpression') return nameOf(node.callee.type === 'Super' ? node : node.callee);
  return '';
};

const isTestName = (node: Node): boolean => node.type === 'Literal' && NAMED.test(String(node.value));

/** Whether a condition holds in tests alone (`yes`), or everywhere but there (`no`). */
const inTests = (node: Node, depth = 0): 'yes' | 'no' | undefined => {
  if (depth > 8) return undefined;
  switch (node.type) {
    case 'BinaryExpression':
      if (!isTestName(node.right) && !isTestName(node.left)) return undefined;
      return /^={2,3}$/.test(node.operator) ? 'yes' : /^!={1,2}$/.test(node.operator) ? 'no' : undefined;
    case 'UnaryExpression': {
      const inner = node.operator === '!' ? inTests(node.argument, depth + 1) : undefined;
      return inner && (inner === 'yes' ? 'no' : 'yes');
    }
    case 'ParenthesizedExpression':
      return inTests(node.expression, depth + 1);
    case 'Identifier':
    case 'MemberExpression':
    case 'CallExpression':
      return TEST.test(nameOf(node)) ? 'yes' : undefined;
    default:
      return undefined;
  }
};

/** `c ? a : b`: either, but for a branch that is taken in tests alone. */
export const conditionalValue = (
  reading: Reading,
  node: Extract<Expression, { type: 'ConditionalExpression' }>,
): Value => {
  reading.visit.value(reading, node.test);
  const role = asksWhere(node.test) ? 'default' : undefined;
  const read = (one: Expression, way: number): Value =>
    playing(reading, role, () => inArm(reading, node.start, way, one));
  const yes = read(node.consequent, 0);
  const no = read(node.alternate, 1);
  const tested = inTests(node.test);
  return tested === undefined ? either([yes, no]) : tested === 'yes' ? no : yes;
};
