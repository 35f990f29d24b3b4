import type { Node, SourceFile } from 'ts-morph';

/**
 * Edits that a capability makes to the user's TypeScript. Each does nothing where its result stands already, touches
 * nothing else, and throws with advice where the code is no longer shaped as generated.
 */

/** Sees to it that `import { name } from 'module'` stands there; `name` may be `a as b`, or `type T`. */
export function addNamedImport(file: SourceFile, module: string, name: string): void {
  const [, type, bare = name] = /^(type )?(.*)$/.exec(name) ?? [];
  const same = file.getImportDeclarations().filter((each) => each.getModuleSpecifierValue() === module);
  const names = same.flatMap((each) => each.getNamedImports().map((named) => named.getText().replace(/^type /, '')));
  if (names.includes(bare)) return;
  const types = type === undefined ? undefined : same.find((each) => each.isTypeOnly());
  const home = types ?? same.find((each) => !each.isTypeOnly());
  const last = home?.getNamedImports().at(-1);
  if (last) {
    file.insertText(last.getEnd(), `, ${types ? bare : name}`);
    return;
  }
  const quote = file.getText().includes('"') && !file.getText().includes("'") ? '"' : "'";
  const words = type === undefined ? `{ ${bare} }` : `type { ${bare} }`;
  // ts-morph's own addImportDeclaration loses the comment beside the import it inserts behind.
  file.insertText(placeOfImport(file, module), `import ${words} from ${quote}${module}${quote};\n`);
}

/** Among its kind (packages, own files) before the first that sorts behind it, else behind them all. */
function placeOfImport(file: SourceFile, module: string): number {
  const imports = file.getImportDeclarations();
  const isOwn = (specifier: string): boolean => specifier.startsWith('.');
  const next = imports.find((each) => {
    const specifier = each.getModuleSpecifierValue();
    return isOwn(specifier) === isOwn(module) && specifier > module;
  });
  if (next && next !== imports[0]) return next.getStart();
  const last = imports.findLast((each) => isOwn(each.getModuleSpecifierValue()) === isOwn(module)) ?? imports.at(-1);
  return last ? lineEnd(file, last.getEnd()) : 0;
}

/** Appends an element to the array that a variable is declared with. */
export function addToArray(file: SourceFile, variable: string, element: string): void {
  const array = file.getVariableDeclaration(variable)?.getInitializer();
  if (array?.getKindName() !== 'ArrayLiteralExpression') throw gone(`the list "${variable}"`, element);
  append(file, array, { text: element, isThere: (each) => sameCode(each.getText(), element) });
}

/** Appends a property to the object that a variable is declared with. */
export function addToObject(file: SourceFile, variable: string, property: string): void {
  const value = file.getVariableDeclaration(variable)?.getInitializer();
  const object = value?.getKindName() === 'AsExpression' ? value.forEachChildAsArray()[0] : value;
  if (object?.getKindName() !== 'ObjectLiteralExpression') throw gone(`the object "${variable}"`, property);
  append(file, object, { text: property, isThere: (each) => nameOf(each.getText()) === nameOf(property) });
}

/** Appends a property to the object that a function, or a method of an object, returns. */
export function addToResult(file: SourceFile, functionName: string, property: string): void {
  const body = file.getFunction(functionName)?.getBody() ?? methodIn(file, functionName);
  const statement = body?.forEachChildAsArray().find((each) => each.getKindName() === 'ReturnStatement');
  const object = statement?.forEachChildAsArray()[0];
  if (object?.getKindName() !== 'ObjectLiteralExpression')
    throw gone(`the object that "${functionName}" returns`, property);
  append(file, object, { text: property, isThere: (each) => nameOf(each.getText()) === nameOf(property) });
}

const methodIn = (file: SourceFile, name: string): Node | undefined =>
  file
    .forEachDescendantAsArray()
    .find(
      (node) => node.getKindName() === 'MethodDeclaration' && nameOf(node.getText().replace(/^async\s+/, '')) === name,
    )
    ?.forEachChildAsArray()
    .find((node) => node.getKindName() === 'Block');

/** Appends to the object or the list that a property holds: `settings: { }` or `rpc: [ ]`. */
export function addToProperty(file: SourceFile, property: string, item: string): void {
  const holder = file
    .forEachDescendantAsArray()
    .find((node) => node.getKindName() === 'PropertyAssignment' && nameOf(node.getText()) === property);
  const literal = holder?.forEachChildAsArray()[1];
  if (!literal || !/^(Object|Array)LiteralExpression$/.test(literal.getKindName())) throw gone(`"${property}"`, item);
  const isList = literal.getKindName() === 'ArrayLiteralExpression';
  const same = (text: string): boolean => (isList ? sameCode(text, item) : nameOf(text) === nameOf(item));
  append(file, literal, { text: item, isThere: (each) => same(each.getText()) });
}

/** Appends a member to an object type. */
export function addTypeMember(file: SourceFile, type: string, member: string): void {
  const literal = file.getTypeAlias(type)?.getTypeNode();
  if (literal?.getKindName() !== 'TypeLiteral') throw gone(`the type "${type}"`, member);
  const members = literal.forEachChildAsArray();
  if (members.some((each) => nameOf(each.getText()) === nameOf(member))) return;
  const last = members.at(-1);
  if (!last) file.insertText(literal.getStart() + 1, ` ${member};`);
  else file.insertText(last.getEnd(), `${last.getText().endsWith(';') ? '' : ';'} ${member};`);
}

/** Puts a type in front of another, with its comment. */
export function addTypeBefore(
  file: SourceFile,
  before: string,
  type: { readonly name: string; readonly text: string },
): void {
  if (file.getTypeAlias(type.name)) return;
  const anchor = file.getTypeAlias(before);
  if (!anchor) throw gone(`the type "${before}"`, `the type ${type.name}`);
  file.insertText(anchor.getStart(true), `${type.text}\n\n`);
}

/** Replaces the value of a property that still has the value it was generated with. */
export function setProperty(
  file: SourceFile,
  property: string,
  { from, to }: { readonly from: string; readonly to: string },
): void {
  const found = file
    .forEachDescendantAsArray()
    .filter((node) => isProperty(node) && nameOf(node.getText()) === property);
  if (found.some((node) => sameCode(node.getText(), to))) return;
  const generated = found.find((node) => sameCode(node.getText(), from));
  if (!generated) throw gone(`"${from}"`, to);
  file.replaceText([generated.getStart(), generated.getEnd()], to);
}

const isProperty = (node: Node): boolean => /^(Shorthand)?PropertyAssignment$/.test(node.getKindName());

/** Appends an element to the list that a property holds; makes the property behind another where there is none. */
export function addToListProperty(
  file: SourceFile,
  property: string,
  { element, behind }: { readonly element: string; readonly behind: string },
): void {
  const properties = file.forEachDescendantAsArray().filter(isProperty);
  const lists = properties
    .filter((node) => nameOf(node.getText()) === property)
    .flatMap((node) => node.forEachChildAsArray().at(-1) ?? []);
  const list = lists.find((node) => node.getKindName() === 'ArrayLiteralExpression');
  if (list) {
    append(file, list, { text: element, isThere: (each) => sameCode(each.getText(), element) });
    return;
  }
  const last = properties.find((node) => nameOf(node.getText()) === behind);
  if (!last || lists.length > 0) throw gone(`the list "${property}"`, element);
  file.insertText(last.getEnd(), `, ${property}: [${element}]`);
}

/** Takes one property more out of the object that is a function's first parameter. */
export function addToParameter(file: SourceFile, functionName: string, property: string): void {
  const pattern = file.getFunction(functionName)?.getParameters()[0]?.getNameNode();
  if (pattern?.getKindName() !== 'ObjectBindingPattern') throw gone(`"${functionName}({ … })"`, property);
  append(file, pattern, { text: property, isThere: (each) => nameOf(each.getText()) === property });
}

/** Puts a statement behind another of the same function. */
export function addStatementBehind(
  file: SourceFile,
  functionName: string,
  { behind, statement }: { readonly behind: string; readonly statement: string },
): void {
  const statements = file.getFunction(functionName)?.getStatements() ?? [];
  if (statements.some((each) => sameCode(each.getText(), statement))) return;
  const before = statements.find((each) => sameCode(each.getText(), behind));
  if (!before) throw gone(`"${behind}" in "${functionName}"`, statement);
  file.insertText(before.getEnd(), `\n${statement}`);
}

type Item = { readonly text: string; readonly isThere: (element: Node) => boolean };

export function append(file: SourceFile, list: Node, { text, isThere }: Item): void {
  const elements = list.forEachChildAsArray();
  if (elements.some(isThere)) return;
  const last = elements.at(-1);
  if (last) file.insertText(last.getEnd(), `, ${text}`);
  else file.insertText(list.getStart() + 1, text);
}

export const gone = (what: string, addition: string): Error =>
  new Error(`${what} is not there as it was generated; add \`${addition}\` by hand`);

/** Of a member or a property, whatever comment stands in front of it. */
export const nameOf = (text: string): string =>
  /^\s*(?:\/\*[^]*?\*\/\s*)?(?:readonly\s+)?['"]?([\w$-]+)/.exec(text)?.[1] ?? text;
export const sameCode = (a: string, b: string): boolean => a.replace(/[\s,]/g, '') === b.replace(/[\s,]/g, '');

function lineEnd(file: SourceFile, offset: number): number {
  const end = file.getFullText().indexOf('\n', offset);
  return end === -1 ? file.getFullText().length : end + 1;
}
