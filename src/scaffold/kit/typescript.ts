import type { SourceFile } from 'ts-morph';

/** Makes sure that `import { name } from 'module'` stands there. Comments beside the imports stay, unlike with ts-morph's own. */
export function addNamedImport(file: SourceFile, module: string, name: string): void {
  const imports = file.getImportDeclarations();
  const same = imports.find((each) => each.getModuleSpecifierValue() === module && !each.isTypeOnly());
  if (same?.getNamedImports().some((each) => each.getText() === name)) return;
  const named = same?.getNamedImports() ?? [];
  const last = named.at(-1);
  if (last) {
    file.insertText(last.getEnd(), `, ${name}`);
    return;
  }
  const quote = file.getText().includes('"') && !file.getText().includes("'") ? '"' : "'";
  const line = `import { ${name} } from ${quote}${module}${quote};\n`;
  const anchor = imports.at(-1);
  file.insertText(anchor ? lineEnd(file.getFullText(), anchor.getEnd()) : 0, line);
}

/** Appends one element, given as text, to the array that a variable is declared with. Does so once. */
export function addToArray(file: SourceFile, variable: string, element: string): void {
  const declaration = file.getVariableDeclaration(variable);
  const array = declaration?.getInitializer();
  const text = array?.getText() ?? '';
  if (!array || !text.startsWith('[') || !text.endsWith(']')) {
    throw new Error(`there is no list "${variable}" in it any more; add ${element} by hand`);
  }
  const elements = array.forEachChildAsArray();
  if (elements.some((each) => sameCode(each.getText(), element))) return;
  const last = elements.at(-1);
  if (last) file.insertText(last.getEnd(), `, ${element}`);
  else file.insertText(array.getStart() + 1, element);
}

const sameCode = (a: string, b: string): boolean => a.replace(/[\s,]/g, '') === b.replace(/[\s,]/g, '');

const lineEnd = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
};
