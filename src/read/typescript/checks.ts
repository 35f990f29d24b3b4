import type { Expression, PrivateIdentifier, Statement } from 'oxc-parser';
import type { ArmEnd } from '../../model/fact/module.ts';

/** What a condition asks: whether something is there, or not there, or in which state it is. */
export type Question = 'there' | 'absent' | 'state' | 'other';

const opposite: Readonly<Record<Question, Question>> = {
  there: 'absent',
  absent: 'there',
  state: 'state',
  other: 'other',
};
const looks = /exist|find|has|seen|processed|handled|duplicate|count|get/i;

/** Reads a condition as a question about what was looked up. */
export function questionOf(test: Expression | PrivateIdentifier): Question {
  switch (test.type) {
    case 'Identifier':
      return 'there';
    case 'MemberExpression':
      return isAmount(test) ? 'there' : 'state';
    case 'UnaryExpression':
      return test.operator === '!' ? opposite[questionOf(test.argument)] : 'other';
    case 'AwaitExpression':
    case 'ParenthesizedExpression':
      return questionOf(test.type === 'AwaitExpression' ? test.argument : test.expression);
    case 'ChainExpression':
      return questionOf(test.expression);
    case 'CallExpression':
      return looks.test(nameOf(test.callee)) ? 'there' : 'other';
    case 'LogicalExpression': {
      if (test.operator === '&&' && isForeign(test.left, test.right)) return 'other';
      const [left, right] = [questionOf(test.left), questionOf(test.right)];
      return left === 'other' || right === 'state' ? right : left;
    }
    case 'BinaryExpression':
      return comparisonOf(test.operator, test.left, test.right);
    default:
      return 'other';
  }
}

/** `row.owner && row.owner !== mine`: keeps others out, and lets the same in as often as it comes. */
const isForeign = (left: Expression, right: Expression): boolean =>
  right.type === 'BinaryExpression' && /^!={1,2}$/.test(right.operator) && isSameMember(left, right.left);

const isSameMember = (a: Expression, b: Expression | PrivateIdentifier): boolean =>
  a.type === 'MemberExpression' &&
  b.type === 'MemberExpression' &&
  nameOf(a) === nameOf(b) &&
  nameOf(a.object) === nameOf(b.object);

/** Words for what a message is, which says nothing of what was done with it. */
const KIND = /^(?:type|kind|action|event(?:type|name)?|topic|method|op|operation|command|channel|pattern|routingkey)$/i;

/** How many rows a write changed. */
const CHANGED = /affected|modified|rowcount|matchedcount|upserted|numchanged|changes$/i;

/** Whether a condition asks if the write before it changed anything: `count` may also be of what was looked up. */
export const asksForChange = (test: Expression): boolean => {
  if (test.type === 'UnaryExpression') return test.operator === '!' && asksForChange(test.argument);
  if (test.type === 'BinaryExpression') return isZero(test.right) && isAmount(test.left);
  return test.type === 'MemberExpression' && (CHANGED.test(nameOf(test)) || nameOf(test) === 'count');
};

function comparisonOf(operator: string, left: Expression | PrivateIdentifier, right: Expression): Question {
  const nothing = isNothing(right) || (isZero(right) && isAmount(left));
  const state = KIND.test(nameOf(left)) || areTwoParties(left, right) ? 'other' : 'state';
  if (operator === '===' || operator === '==') return nothing ? 'absent' : state;
  if (operator === '!==' || operator === '!=') return nothing ? 'there' : state;
  if (!isRelation(operator)) return 'other';
  if (isAmount(left) && isZero(right)) return operator.startsWith('>') ? 'there' : 'absent';
  return isOrdered(left, right) ? 'state' : 'other';
}

/** `userId !== authorId`: two that a message speaks of are the same or not, however often it comes. */
const areTwoParties = (left: Expression | PrivateIdentifier, right: Expression): boolean =>
  left.type === 'Identifier' &&
  right.type === 'Identifier' &&
  [left.name, right.name].every((name) => PARTY.test(name) && !MARK.test(name));
const PARTY = /[a-z]_?Ids?$|[a-z]_ids?$/;
const MARK =
  /event|message|msg|last|prev|old|seen|processed|handled|known|stored|existing|current|saved|version|correlation|request/i;

const isRelation = (operator: string): boolean => /^[<>]=?$/.test(operator);

const ORDER = /version|revision|sequence|offset|position|timestamp|time$|date$|epoch|lsn|_at$/i;
const MOMENT = /[a-z](?:At|On|Seq|No)$/;
const CLOCK = /^(?:now|Date|moment|dayjs|DateTime)$/;
const MADE = /^(?:Date|moment|dayjs|parseISO|DateTime)$/;

/**
 * Which of two came first: an older version, a later time. That there is enough of something (`stock < wanted`) holds the
 * second time as it did the first, and so does that it is not yet too late.
 */
const isOrdered = (...nodes: readonly (Expression | PrivateIdentifier)[]): boolean => {
  const words = nodes.map(wordOf);
  return words.some((word) => ORDER.test(word) || MOMENT.test(word)) && !words.some((word) => CLOCK.test(word));
};

/** The word that an operand goes by: `row.updatedAt.getTime()` by `updatedAt`, `new Date()` and `Date.now()` by `Date`. */
function wordOf(node: Expression | PrivateIdentifier | { readonly type: 'Super' }): string {
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return nameOf(node);
  const { callee } = node;
  const [first] = node.arguments;
  const name = nameOf(callee);
  if (callee.type === 'MemberExpression' && /^(?:getTime|valueOf|toISOString|now|unix|toDate)$/.test(name))
    return wordOf(callee.object);
  if (!first || first.type === 'SpreadElement') return name;
  return MADE.test(name) ? 'time' : wordOf(first);
}

const isNothing = (node: Expression): boolean =>
  (node.type === 'Literal' && node.value === null) || (node.type === 'Identifier' && node.name === 'undefined');

const isZero = (node: Expression): boolean => node.type === 'Literal' && (node.value === 0 || node.value === 1);

const isAmount = (node: Expression | PrivateIdentifier): boolean =>
  /length|count|size|affected|modified|changes$/i.test(nameOf(node));

function nameOf(node: Expression | PrivateIdentifier | { readonly type: 'Super' }): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return node.property.type === 'Identifier' ? node.property.name : '';
  return node.type === 'ChainExpression' ? nameOf(node.expression) : '';
}

/** Whether control never comes out at the end of a statement. */
export const leaves = (node: Statement): boolean => endOf(node) !== 'goes';

/** Where control goes at the end of a statement: on, out of the function, or out of the loop or switch around it. */
export function endOf(node: Statement): Exclude<ArmEnd, 'bounds'> {
  switch (node.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
      return 'leaves';
    case 'ContinueStatement':
    case 'BreakStatement':
      return 'breaks';
    case 'ExpressionStatement':
      return isExit(node.expression) ? 'leaves' : 'goes';
    case 'BlockStatement': {
      const last = node.body.at(-1);
      return last ? endOf(last) : 'goes';
    }
    default:
      return 'goes';
  }
}

/** `process.exit(1)` */
const isExit = (node: Expression): boolean =>
  node.type === 'CallExpression' &&
  node.callee.type === 'MemberExpression' &&
  nameOf(node.callee.object) === 'process' &&
  nameOf(node.callee) === 'exit';

/** The statement after which the rest of a block runs only if nothing was done yet: `if (found) return`, a state compared. */
export const checkIn = (node: Statement): Statement | undefined => {
  if (node.type === 'ForOfStatement' || node.type === 'ForStatement') return refusalIn(node.body);
  if (node.type !== 'IfStatement' || node.alternate) return undefined;
  if (!leaves(node.consequent)) return refusalIn(node.consequent);
  return asksForTrace(questionOf(node.test)) ? node : undefined;
};

/** After `if (result.affected === 0) return`, the rest of a block runs only if the write before changed something. */
export const changesTheRest = (node: Statement): boolean =>
  node.type === 'IfStatement' &&
  !node.alternate &&
  leaves(node.consequent) &&
  (asksForChange(node.test) || questionOf(node.test) === 'absent');

/** A block that looks, and gives up for all of it: of a loop over items, or of `if (id)` around the look. */
const refusalIn = (body: Statement): Statement | undefined =>
  body.type === 'BlockStatement'
    ? body.body.find((item) => item.type === 'IfStatement' && givesUp(item.consequent) && checkIn(item) !== undefined)
    : undefined;

const givesUp = (node: Statement): boolean => {
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : node;
  return last?.type === 'ThrowStatement' || last?.type === 'ReturnStatement';
};

/** Whether the first branch (else the second) runs only if nothing was done yet. */
export const checksBranch = (test: Expression, branch: 'consequent' | 'alternate'): boolean => {
  const question = questionOf(test);
  return asksForTrace(branch === 'consequent' ? opposite[question] : question);
};

const asksForTrace = (question: Question): boolean => question === 'there' || question === 'state';
