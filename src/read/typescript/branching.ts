import type { Expression, ForStatement, IfStatement, Statement, SwitchStatement, TryStatement } from 'oxc-parser';
import type { Circumstances } from '../../model/fact/module.ts';
import { checksBranch, endOf } from './checks.ts';
import type { Reading } from './reading.ts';
import { onWay, within } from './reading.ts';
import { isInVain } from './vain.ts';

type Read = (reading: Reading, node: Statement) => void;

/** `for (let i = 0; i < 3; i++)` runs three times; other loops as often as they like. */
const boundOf = (node: ForStatement): number | true => {
  const { init, test } = node;
  const first = init?.type === 'VariableDeclaration' ? init.declarations[0]?.init : undefined;
  if (first?.type !== 'Literal' || typeof first.value !== 'number') return true;
  if (test?.type !== 'BinaryExpression' || test.right.type !== 'Literal' || typeof test.right.value !== 'number')
    return true;
  if (test.operator === '<') return test.right.value - first.value;
  return test.operator === '<=' ? test.right.value - first.value + 1 : true;
};

const COUNTS = /attempt|retr(?:y|ies)|tries/i;

/** Whether a condition counts attempts: `attempt < most`. */
const countsAttempts = (test: Expression | null): boolean =>
  test?.type === 'BinaryExpression' &&
  [test.left, test.right].some((side) => side.type === 'Identifier' && COUNTS.test(side.name));

/** Whether statements leave the loop they stand in, also on one branch alone. */
const leaves = (list: readonly Statement[]): boolean =>
  list.some((item) => {
    if (item.type === 'BreakStatement' || item.type === 'ReturnStatement') return true;
    if (item.type === 'BlockStatement') return leaves(item.body);
    return item.type === 'IfStatement' && leaves([item.consequent, ...(item.alternate ? [item.alternate] : [])]);
  });

/** A loop that is left as soon as it went well: `try { …; break; } catch { … }`; one that counts attempts, also sooner. */
const isRetry = (body: Statement, test: Expression | null): boolean =>
  body.type === 'BlockStatement' &&
  body.body.some((item) => {
    if (item.type !== 'TryStatement' || !item.handler) return false;
    const last = item.block.body.at(-1);
    const isLeft = last?.type === 'BreakStatement' || last?.type === 'ReturnStatement';
    return isLeft || (countsAttempts(test) && leaves(item.block.body));
  });

/** What runs once for each of something, or again after a failure. */
export const inLoop = (reading: Reading, node: Statement, around: Circumstances, read: () => void): void =>
  within(reading, around, () => onWay(reading, { choice: node.start, way: 0, end: 'bounds' }, read));

/** The bound of a loop that tries again, as far as its condition is a comparison. */
const retrying = (reading: Reading, test: Expression | null): Circumstances => {
  const isBound = test?.type === 'BinaryExpression' && /^<=?$/.test(test.operator);
  if (!isBound) return { retried: true };
  const more = test.operator === '<=' ? 1 : 0;
  return { retried: true, attempts: { bound: reading.visit.value(reading, test.right), more } };
};

/** What a loop with a condition is: one that tries again, or one that goes round. */
export const circumstancesOf = (
  reading: Reading,
  node: ForStatement | Extract<Statement, { type: 'WhileStatement' | 'DoWhileStatement' }>,
): Circumstances => {
  if (isRetry(node.body, node.test)) return retrying(reading, node.test);
  if (isOpen(node.test)) return {};
  return { loop: node.type === 'ForStatement' ? boundOf(node) : true };
};

/** `for (;;)`, `while (true)`, `while (!stopped)`, `while (cursor)`: goes round as long as there is work, not over something. */
const isOpen = (test: Expression | null): boolean => {
  switch (test?.type) {
    case undefined:
    case 'Literal':
    case 'Identifier':
      return true;
    case 'MemberExpression':
      return test.property.type !== 'Identifier' || !/^(?:length|size)$/.test(test.property.name);
    case 'UnaryExpression':
      return isOpen(test.argument);
    default:
      return false;
  }
};

const value = (reading: Reading, node: Expression): void =>
  within(reading, { awaited: true }, () => void reading.visit.value(reading, node));

const readTry = (reading: Reading, { start, block, handler, finalizer }: TryStatement): void => {
  const guarded: Circumstances = handler ? { caught: true } : {};
  const tried = { choice: start, way: 0, end: endOf(block) };
  within(reading, guarded, () => onWay(reading, tried, () => reading.visit.statements(reading, block.body)));
  if (handler) {
    const failed = { choice: start, way: 1, end: endOf(handler.body) };
    within(reading, { handler: 'catch', branch: true }, () =>
      onWay(reading, failed, () => reading.visit.statements(reading, handler.body.body)),
    );
  }
  if (finalizer) within(reading, { handler: 'finally' }, () => reading.visit.statements(reading, finalizer.body));
};

const readIf = (reading: Reading, node: IfStatement, read: Read): void => {
  value(reading, node.test);
  for (const [way, branch] of (['consequent', 'alternate'] as const).entries()) {
    const taken = node[branch];
    if (!taken) continue;
    const asks =
      checksBranch(node.test, branch) &&
      !isInVain({ test: node.test, passes: branch === 'consequent', before: [], body: [taken] });
    const checked = asks ? { checked: reading.at(node.test.start)[0] } : {};
    within(reading, { branch: true, ...checked }, () =>
      onWay(reading, { choice: node.start, way, end: endOf(taken) }, () => read(reading, taken)),
    );
  }
};

/** Each case is a way, but for one that falls through to the next. */
const readSwitch = (reading: Reading, node: SwitchStatement, read: Read): void => {
  value(reading, node.discriminant);
  let way = 0;
  for (const { test, consequent } of node.cases) {
    if (test) value(reading, test);
    const last = consequent.at(-1);
    const end = last && endOf(last) === 'leaves' ? 'leaves' : 'goes';
    within(reading, { branch: true }, () =>
      onWay(reading, { choice: node.start, way: 0, end: 'bounds' }, () =>
        onWay(reading, { choice: node.discriminant.start, way, end }, () => {
          for (const inner of consequent) read(reading, inner);
        }),
      ),
    );
    if (last && endOf(last) !== 'goes') way++;
  }
};

/** Reads the ways of a choice, each with what it is a way of. */
export const readChoice = (reading: Reading, node: IfStatement | SwitchStatement | TryStatement, read: Read): void => {
  if (node.type === 'IfStatement') readIf(reading, node, read);
  else if (node.type === 'SwitchStatement') readSwitch(reading, node, read);
  else readTry(reading, node);
};
