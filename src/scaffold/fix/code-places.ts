import type { CallExpression, Node, Statement, VariableDeclaration } from 'ts-morph';
import type { TextEdit } from '../kit/text-edit.ts';
import { indentAt, nodesAround, type Source } from './source.ts';
import { CannotFix } from './types.ts';

type At = { readonly line: number; readonly column: number };

/** The innermost call around a place that is of a kind; throws where none is. */
export function callAt(source: Source, at: At, isWanted: (call: CallExpression) => boolean): CallExpression {
  for (const node of nodesAround(source, at)) if (source.is.isCallExpression(node) && isWanted(node)) return node;
  throw new CannotFix(`${source.path}:${at.line} is written in a way that msvc does not change.`);
}

/** The statement that a node is part of, in the nearest block around it. */
export function statementOf({ is }: Source, node: Node): Statement {
  const found = is.isStatement(node) ? node : node.getFirstAncestor((each) => is.isStatement(each));
  if (found && is.isStatement(found) && !is.isBlock(found)) return found;
  throw new CannotFix('It does not stand in a statement of its own.');
}

/** Whether nothing uses what an expression gives: it stands alone, awaited or not. */
export function standsAlone({ is }: Source, node: Node): boolean {
  const parent = node.getParent();
  if (is.isAwaitExpression(parent) || is.isVoidExpression(parent)) return is.isExpressionStatement(parent.getParent());
  return is.isExpressionStatement(parent);
}

/** What a name is declared as in this file, where it is a variable. */
export const variableNamed = ({ file, is }: Source, name: string): VariableDeclaration | undefined =>
  file
    .getDescendants()
    .filter((node) => is.isVariableDeclaration(node))
    .find((one) => one.getName() === name);

/** Lines behind a statement, or in front of it, indented as it is. `lines` have no indentation of their own beyond steps. */
export function linesBeside(
  { text, style }: Source,
  statement: Node,
  { lines, where }: { readonly lines: readonly string[]; readonly where: 'before' | 'after' },
): TextEdit {
  const indent = indentAt(text, statement.getStart());
  const written = lines.map((line) => line.replace(/^(?: {2})+/, (spaces) => style.step.repeat(spaces.length / 2)));
  if (where === 'after') {
    const rest = /^[ \t]*(?:\/\/[^\r\n]*)?/.exec(text.slice(statement.getEnd()))?.[0].trimEnd() ?? '';
    const at = statement.getEnd() + rest.length;
    return { from: at, to: at, text: written.map((line) => `${style.eol}${indent}${line}`).join('') };
  }
  const at = statement.getStart(true);
  return { from: at, to: at, text: written.map((line) => `${line}${style.eol}${indent}`).join('') };
}
