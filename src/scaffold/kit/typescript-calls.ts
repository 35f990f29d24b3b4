import type { Node, SourceFile } from 'ts-morph';

type Method = { readonly name: string; readonly text: string };

/** A method more in the last object that a function is called with: `implement(OrdersService, { … })`. */
export function addMethodGiven(file: SourceFile, callee: string, method: Method): void {
  const call = file
    .forEachDescendantAsArray()
    .find((node) => node.getKindName() === 'CallExpression' && node.getText().startsWith(`${callee}(`));
  addMethod(file, call?.forEachChildAsArray().at(-1), { ...method, where: `"${callee}({ … })"` });
}

/** A method more in the object that a function returns. */
export function addResultMethod(file: SourceFile, functionName: string, method: Method): void {
  const statements = file.getFunction(functionName)?.getBody()?.forEachChildAsArray() ?? [];
  const returned = statements.find((node) => node.getKindName() === 'ReturnStatement');
  addMethod(file, returned?.forEachChildAsArray()[0], {
    ...method,
    where: `the object that "${functionName}" returns`,
  });
}

function addMethod(
  file: SourceFile,
  object: Node | undefined,
  { name, text, where }: Method & { where: string },
): void {
  if (object?.getKindName() !== 'ObjectLiteralExpression')
    throw new Error(`${where} is not there as it was generated; add \`${name}\` by hand`);
  const members = object.forEachChildAsArray();
  if (members.some((member) => nameOf(member) === name)) return;
  const last = members.at(-1);
  if (last) file.insertText(last.getEnd(), `,\n\n${text}`);
  else file.insertText(object.getStart() + 1, `\n${text}\n`);
}

const nameOf = (member: Node): string => /^(?:async\s+)?\*?\s*['"]?([\w$-]+)/.exec(member.getText())?.[1] ?? '';
