import type { AssignmentExpression, AssignmentTarget, ObjectAssignmentTarget } from 'oxc-parser';
import type { Value } from '../../model/fact/value.ts';
import { noteGrowth } from './growth.ts';
import type { Reading } from './reading.ts';
import { openFunction, UNKNOWN } from './reading.ts';

const targetOf = (reading: Reading, node: AssignmentTarget): Value => {
  if (node.type === 'Identifier' || node.type === 'MemberExpression') return reading.visit.value(reading, node);
  if (node.type === 'TSAsExpression' || node.type === 'TSNonNullExpression') {
    return reading.visit.value(reading, node.expression);
  }
  return UNKNOWN;
};

/** `module.exports` gives `=`, `exports.x` and `module.exports.x` give `x`. */
const exportedAs = (target: Value): string | undefined => {
  if (target.kind !== 'member') return undefined;
  if (target.of.kind === 'name' && target.of.name === 'module' && target.name === 'exports') return '=';
  const isExports = (target.of.kind === 'name' && target.of.name === 'exports') || exportedAs(target.of) === '=';
  return isExports ? target.name : undefined;
};

/** `({ a: this.a } = made)`: each part goes where it is put. */
const noteParts = (reading: Reading, pattern: ObjectAssignmentTarget, value: Value): void => {
  for (const part of pattern.properties) {
    if (part.type !== 'Property' || part.computed || part.key.type !== 'Identifier') continue;
    const { value: put } = part;
    if (put.type !== 'Identifier' && put.type !== 'MemberExpression') continue;
    const target = reading.visit.value(reading, put);
    const of: Value = { kind: 'member', of: value, name: part.key.name };
    openFunction(reading)?.assigns.push({ target, value: of, at: reading.at(part.start) });
  }
};

/** An assignment: kept with the function it stands in; `module.exports` also as an export. */
export const assignmentValue = (reading: Reading, node: AssignmentExpression): Value => {
  const target = targetOf(reading, node.left);
  const value = reading.visit.value(reading, node.right);
  noteGrowth(reading, node);
  if (node.left.type === 'ObjectPattern') noteParts(reading, node.left, value);
  if (target.kind === 'unknown') return value;
  const at = reading.at(node.start);
  const name = exportedAs(target);
  if (name !== undefined) reading.exports.push({ name, value, typeOnly: false, at });
  else if (node.operator !== '+=' || value.kind !== 'unknown')
    openFunction(reading)?.assigns.push({ target, value, at });
  return value;
};
