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

/** `rateLimited(…, limit)` */
export type Wrapper = { readonly by: string; readonly with: string };

/** Puts the calls of a function that lists are made of inside another call: `[ordersService({ … })]`. */
export function wrapCall(file: SourceFile, callee: string, wrapper: Wrapper): void {
  wrapEach(file, { callee, wrapper, what: (call) => call });
}

/** The same around whatever else each of them stands inside already. */
export function wrapElement(file: SourceFile, callee: string, wrapper: Wrapper): void {
  wrapEach(file, { callee, wrapper, what: (call) => [call, ...wrappersAround(call)].at(-1) ?? call });
}

/** What the call of a function in a list stands inside, from the inside out. */
export function wrappersOf(file: SourceFile, callee: string): readonly Wrapper[] {
  const call = listedCall(file, callee);
  return (call ? wrappersAround(call) : []).map((wrapper) => {
    const [by, , ...more] = wrapper.forEachChildAsArray().map((node) => node.getText());
    return { by: by ?? '', with: more.join(', ') };
  });
}

type Wrapping = { readonly callee: string; readonly wrapper: Wrapper; readonly what: (call: Node) => Node };

function wrapEach(file: SourceFile, { callee, wrapper, what }: Wrapping): void {
  if (!isListed(file, callee)) throw gone(`[${callee}({ … })]`, `${wrapper.by}(…, ${wrapper.with})`);
  // From the last to the first, since an edit makes the nodes behind it stale.
  for (let index = callsInLists(file, callee).length - 1; index >= 0; index -= 1) {
    const call = callsInLists(file, callee)[index];
    if (call) replaceBy(file, what(call), wrapper);
  }
}

/** Calls whose first argument the node is, or the call around it. */
function wrappersAround(node: Node): readonly Node[] {
  const around = node.getParent();
  if (around?.getKindName() !== 'CallExpression' || around.forEachChildAsArray()[1] !== node) return [];
  return [around, ...wrappersAround(around)];
}

const isList = (node: Node | undefined): boolean => node?.getKindName() === 'ArrayLiteralExpression';

/** Whether a call of the function stands in a list: `rpc: [ordersService({ … })]`. */
export const isListed = (file: SourceFile, callee: string): boolean => listedCall(file, callee) !== undefined;

/** A call of the function in a list, however often it is wrapped already. */
const listedCall = (file: SourceFile, callee: string): Node | undefined =>
  callsInLists(file, callee).find((node) => !isInFunction(node));

/** Those that a function in a list makes are among them: `[restFacade({ service: () => ordersService({ … }) })]`. */
const callsInLists = (file: SourceFile, callee: string): readonly Node[] =>
  file.forEachDescendantAsArray().filter((node) => isCallOf(node, callee) && node.getAncestors().some(isList));

const isCallOf = (node: Node, callee: string): boolean =>
  node.getKindName() === 'CallExpression' && node.getText().startsWith(`${callee}(`);

/** Between the call and its list stands a function, which makes it for something else. */
function isInFunction(node: Node): boolean {
  const around = node.getAncestors();
  return around.slice(0, around.findIndex(isList)).some((each) => each.getKindName() === 'ArrowFunction');
}

function replaceBy(file: SourceFile, node: Node, wrapper: Wrapper): void {
  const isThere = [node, ...node.getAncestors()].some((each) => isCallOf(each, wrapper.by));
  if (!isThere) file.replaceText([node.getStart(), node.getEnd()], `${wrapper.by}(${node.getText()}, ${wrapper.with})`);
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
