import type { Node, SourceFile } from 'ts-morph';
import { append, gone, nameOf, sameCode } from './typescript.ts';

/** Edits to objects by where they stand: see typescript.ts for what all edits have in common. */

/** Appends to the object that a function is called with, wherever it is: `ordersService({ … })`. */
export function addToObjectGiven(file: SourceFile, callee: string, addition: string): void {
  const calls = () =>
    file
      .forEachDescendantAsArray()
      .filter((node) => node.getKindName() === 'CallExpression' && node.getText().startsWith(`${callee}(`));
  if (calls().length === 0) throw gone(`a call of "${callee}"`, addition);
  // From the last to the first, since an edit makes the nodes behind it stale.
  for (let index = calls().length - 1; index >= 0; index -= 1) {
    const object = calls()[index]?.forEachChildAsArray()[1];
    if (object?.getKindName() !== 'ObjectLiteralExpression') throw gone(`the object given to "${callee}"`, addition);
    append(file, object, { text: addition, isThere: (each) => nameOf(each.getText()) === nameOf(addition) });
  }
}

/** Takes one thing more out of the object that a function or method gets: `build({ database, … })`. */
export function addBinding(file: SourceFile, name: string, binding: string): void {
  const parameter = functionNamed(file, name)
    ?.forEachChildAsArray()
    .find((node) => node.getKindName() === 'Parameter');
  const pattern = parameter?.forEachChildAsArray()[0];
  if (pattern?.getKindName() !== 'ObjectBindingPattern') throw gone(`"${name}({ … })"`, binding);
  append(file, pattern, { text: binding, isThere: (each) => nameOf(each.getText()) === binding });
}

const functionNamed = (file: SourceFile, name: string): Node | undefined =>
  file
    .forEachDescendantAsArray()
    .find((node) => /^(Function|Method)Declaration$/.test(node.getKindName()) && isNamed(node, name));

const isNamed = (node: Node, name: string): boolean =>
  node.forEachChildAsArray().some((child) => child.getKindName() === 'Identifier' && child.getText() === name);

type Wrapper = { readonly by: string; readonly with: string };

/** Puts a call of a function inside another call where it stands in a list: `[ordersService({ … })]`. */
export function wrapCall(file: SourceFile, callee: string, wrapper: Wrapper): void {
  const call = listedCall(file, callee);
  if (!call) throw gone(`[${callee}({ … })]`, `${wrapper.by}(…, ${wrapper.with})`);
  replaceBy(file, call, wrapper);
}

/** Puts the whole element of a list that holds a call of a function inside another call. */
export function wrapElement(file: SourceFile, callee: string, wrapper: Wrapper): void {
  const call = listedCall(file, callee);
  const element = call && [call, ...call.getAncestors()].find((node) => isList(node.getParent()));
  if (!element) throw gone(`[${callee}({ … })]`, `${wrapper.by}(…, ${wrapper.with})`);
  replaceBy(file, element, wrapper);
}

const isList = (node: Node | undefined): boolean => node?.getKindName() === 'ArrayLiteralExpression';

/** Whether a call of the function stands in a list: `rpc: [ordersService({ … })]`. */
export const isListed = (file: SourceFile, callee: string): boolean => listedCall(file, callee) !== undefined;

/** A call of the function in a list, however often it is wrapped already. */
const listedCall = (file: SourceFile, callee: string): Node | undefined =>
  file
    .forEachDescendantAsArray()
    .find((node) => isCallOf(node, callee) && node.getAncestors().some(isList) && !isInFunction(node));

const isCallOf = (node: Node, callee: string): boolean =>
  node.getKindName() === 'CallExpression' && node.getText().startsWith(`${callee}(`);

/** Between the call and its list stands a function: it is made there for something else. */
function isInFunction(node: Node): boolean {
  const around = node.getAncestors();
  return around.slice(0, around.findIndex(isList)).some((each) => each.getKindName() === 'ArrowFunction');
}

function replaceBy(file: SourceFile, node: Node, wrapper: Wrapper): void {
  if (
    node
      .getAncestors()
      .concat(node)
      .some((each) => isCallOf(each, wrapper.by))
  )
    return;
  file.replaceText([node.getStart(), node.getEnd()], `${wrapper.by}(${node.getText()}, ${wrapper.with})`);
}

/** Puts a statement in front of what a function or method returns in the end. */
export function addStatementBeforeReturn(file: SourceFile, name: string, statement: string): void {
  const body = functionNamed(file, name)
    ?.forEachChildAsArray()
    .find((node) => node.getKindName() === 'Block');
  const statements = body?.forEachChildAsArray() ?? [];
  if (statements.some((each) => sameCode(each.getText(), statement))) return;
  const last = statements.findLast((each) => each.getKindName() === 'ReturnStatement');
  if (!last) throw gone(`what "${name}" returns`, statement);
  file.insertText(last.getStart(), `${statement}\n`);
}
