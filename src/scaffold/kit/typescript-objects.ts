import type { Node, SourceFile } from 'ts-morph';
import { append, gone, nameOf } from './typescript.ts';

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
