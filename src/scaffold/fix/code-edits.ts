import type { CallExpression, ImportDeclaration, Node, ObjectLiteralExpression } from 'ts-morph';
import type { TextEdit } from '../kit/text-edit.ts';
import { indentAt, type Source } from './source.ts';
import { CannotFix } from './types.ts';

const insert = (at: number, text: string): TextEdit => ({ from: at, to: at, text });

/** Appends a property to an object, on a line of its own where the others stand on theirs. */
export function propertyAdded({ text, style }: Source, object: ObjectLiteralExpression, property: string): TextEdit {
  const last = object.getProperties().at(-1);
  if (!last) {
    const inside = text.slice(object.getStart() + 1, object.getEnd() - 1);
    if (inside.trim() !== '') return insert(object.getStart() + 1, ` ${property},`);
    return { from: object.getStart(), to: object.getEnd(), text: `{ ${property} }` };
  }
  return appended(text, { last, end: object.getEnd() - 1, item: property, eol: style.eol });
}

/** Appends an argument to a call. */
export function argumentAdded({ text, style }: Source, call: CallExpression, argument: string): TextEdit {
  const last = call.getArguments().at(-1);
  if (!last) return insert(call.getEnd() - 1, argument);
  return appended(text, { last, end: call.getEnd() - 1, item: argument, eol: style.eol });
}

type Append = { readonly last: Node; readonly end: number; readonly item: string; readonly eol: string };

function appended(text: string, { last, end, item, eol }: Append): TextEdit {
  const comma = /^\s*,/.exec(text.slice(last.getEnd(), end))?.[0];
  const isOwnLine = /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', last.getStart() - 1) + 1, last.getStart()));
  const at = last.getEnd() + (comma?.length ?? 0);
  if (!isOwnLine) return insert(at, comma === undefined ? `, ${item}` : ` ${item},`);
  const line = `${eol}${indentAt(text, last.getStart())}${item}`;
  if (comma === undefined) return insert(last.getEnd(), `,${line}`);
  // Behind the comment that stands beside the last one.
  const rest = /^[ \t]*(?:\/\/[^\r\n]*)?/.exec(text.slice(at))?.[0].trimEnd() ?? '';
  return insert(at + rest.length, `${line},`);
}

/** How a module is imported: the edits that it needs, none where the name is there already. */
export function nameImported(source: Source, module: string, name: string): readonly TextEdit[] {
  const { file, style, is } = source;
  const imports = file.getImportDeclarations();
  const homes = imports.filter((each) => each.getModuleSpecifierValue() === module && !each.isTypeOnly());
  const named = homes.flatMap((each) => each.getNamedImports());
  const present = named.find((each) => each.getName() === name && !each.isTypeOnly());
  if (present && !present.getAliasNode()) return [];
  if (isTaken(source, name)) throw new CannotFix(`${source.path} uses the name "${name}" for something else.`);
  const home = homes.find((each) => each.getNamedImports().length > 0);
  const last = home?.getNamedImports().at(-1);
  if (last) return [appended(source.text, { last, end: home?.getEnd() ?? last.getEnd(), item: name, eol: style.eol })];
  if (imports.length === 0 && file.getStatements().some((each) => each.getText().includes('require(')))
    return [required(source, module, name)];
  const line = `import { ${name} } from ${style.quote}${module}${style.quote}${style.semicolon}${style.eol}`;
  return [insert(placeOfImport(source, imports, is), line)];
}

/** Behind the last import, or in front of the first statement. */
function placeOfImport({ file, text }: Source, imports: readonly ImportDeclaration[], is: Source['is']): number {
  const last = imports.at(-1);
  if (!last)
    return (
      file
        .getStatements()
        .find((each) => !is.isExpressionStatement(each))
        ?.getStart(true) ?? 0
    );
  const end = text.indexOf('\n', last.getEnd());
  return end === -1 ? text.length : end + 1;
}

function required({ file, text, style }: Source, module: string, name: string): TextEdit {
  const last = file.getStatements().findLast((each) => /^(?:const|let|var)\b.*=\s*require\(/s.test(each.getText()));
  const line = `const { ${name} } = require(${style.quote}${module}${style.quote})${style.semicolon}${style.eol}`;
  const end = last ? text.indexOf('\n', last.getEnd()) + 1 : 0;
  return insert(end, line);
}

/** Whether the file declares or uses a name, other than as a property. */
const isTaken = ({ file, is }: Source, name: string): boolean =>
  file.getDescendants().some((node) => is.isIdentifier(node) && node.getText() === name && !isPropertyName(node, is));

function isPropertyName(node: Node, is: Source['is']): boolean {
  const parent = node.getParent();
  if (is.isPropertyAccessExpression(parent)) return parent.getNameNode() === node;
  return is.isPropertyNamed(parent) && parent.getNameNode() === node;
}
