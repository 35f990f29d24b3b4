import type {
  Declaration,
  ExportDefaultDeclaration,
  ExportNamedDeclaration,
  ImportDeclaration,
  ModuleExportName,
  Statement,
} from 'oxc-parser';
import type { Value } from '../../model/fact/value.ts';
import type { Reading } from './reading.ts';

const nameOf = (node: ModuleExportName): string => (node.type === 'Literal' ? node.value : node.name);

const imports = (reading: Reading, node: ImportDeclaration): void => {
  const from = node.source.value;
  const at = reading.at(node.start);
  const typeOnly = node.importKind === 'type';
  if (node.specifiers.length === 0) reading.imports.push({ from, typeOnly, how: 'import', at });
  for (const item of node.specifiers) {
    const name =
      item.type === 'ImportSpecifier'
        ? nameOf(item.imported)
        : item.type === 'ImportDefaultSpecifier'
          ? 'default'
          : '*';
    const isType = typeOnly || (item.type === 'ImportSpecifier' && item.importKind === 'type');
    reading.imports.push({ from, name, local: item.local.name, typeOnly: isType, how: 'import', at });
  }
};

/** The names that a declaration binds, as the pass has just recorded them. */
const declaredBy = (
  reading: Reading,
  node: Declaration,
  read: (reading: Reading, node: Declaration) => void,
): readonly string[] => {
  const before = reading.bindings.length;
  read(reading, node);
  return reading.bindings.slice(before).map((binding) => binding.name);
};

type ReadDeclaration = (reading: Reading, node: Declaration) => void;

const named = (reading: Reading, node: ExportNamedDeclaration, read: ReadDeclaration): void => {
  const at = reading.at(node.start);
  const typeOnly = node.exportKind === 'type';
  const { declaration } = node;
  if (declaration) {
    const isType = declaration.type === 'TSInterfaceDeclaration' || declaration.type === 'TSTypeAliasDeclaration';
    const declared = declaredBy(reading, declaration, read);
    const names = isType ? [declaration.id.name] : declared;
    for (const name of names) reading.exports.push({ name, local: name, typeOnly: isType, at });
  }
  for (const item of node.specifiers) {
    const local = nameOf(item.local);
    const isType = typeOnly || item.exportKind === 'type';
    reading.exports.push({
      name: nameOf(item.exported),
      ...(node.source ? { from: node.source.value, imported: local } : { local }),
      typeOnly: isType,
      at,
    });
  }
};

const defaultValue = (reading: Reading, node: ExportDefaultDeclaration): Value | undefined => {
  const { declaration } = node;
  if (declaration.type === 'TSInterfaceDeclaration') return undefined;
  const value = reading.visit.value(reading, declaration);
  const id =
    declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration' ? declaration.id : null;
  if (id) reading.bindings.push({ name: id.name, value, at: reading.at(node.start) });
  return value;
};

/** Imports and exports; `read` declares what an exported declaration binds. */
export const readModuleItem = (reading: Reading, node: Statement, read: ReadDeclaration): void => {
  const at = reading.at(node.start);
  switch (node.type) {
    case 'ImportDeclaration':
      imports(reading, node);
      return;
    case 'ExportNamedDeclaration':
      named(reading, node, read);
      return;
    case 'ExportDefaultDeclaration': {
      const value = defaultValue(reading, node);
      reading.exports.push({ name: 'default', ...(value ? { value } : {}), typeOnly: value === undefined, at });
      return;
    }
    case 'ExportAllDeclaration':
      reading.exports.push({
        name: node.exported ? nameOf(node.exported) : '*',
        from: node.source.value,
        imported: '*',
        typeOnly: node.exportKind === 'type',
        at,
      });
      return;
    case 'TSExportAssignment':
      reading.exports.push({ name: '=', value: reading.visit.value(reading, node.expression), typeOnly: false, at });
      return;
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type === 'TSExternalModuleReference') {
        const from = node.moduleReference.expression.value;
        reading.imports.push({ from, name: '=', local: node.id.name, typeOnly: false, how: 'require', at });
      }
      return;
    default:
  }
};
