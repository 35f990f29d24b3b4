import type { ParseResult } from 'oxc-parser';
import { isTest } from '../../model/aside.ts';
import type { Reader, SourceFile, Unreadable } from '../../model/fact.ts';
import type { ExportFact, ModuleFact } from '../../model/fact/module.ts';
import { readClass } from './classes.ts';
import { valueOf } from './expressions.ts';
import { envLoadsIn } from './env-loads.ts';
import { readFunction } from './functions.ts';
import { listensIn } from './listens.ts';
import { isMinified, unparsable } from './parsable.ts';
import { marksIn } from '../marks.ts';
import { parse } from './parse.ts';
import { placeFinderOf } from '../places.ts';
import type { Reading, Visitors } from './reading.ts';
import { finish, startReading } from './reading.ts';
import { readStatements } from './statements.ts';

const SOURCE = /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/;
const GENERATED = /\.min\.[cm]?js$/;

const visit: Visitors = { value: valueOf, statements: readStatements, function: readFunction, class: readClass };

/** Where a mistake leaves nothing of the tree, what stands before its line is read alone. */
const recovered = (file: string, text: string, offset: number): ParseResult | undefined => {
  const cut = text.lastIndexOf('\n', Math.max(0, offset - 1));
  return cut > 0 ? parse(file, text.slice(0, cut)) : undefined;
};

const pass = (result: ParseResult, reading: Reading): void => readStatements(reading, result.program.body);

const IMPORT_CALL = /\bimport\(\s*(['"])([^'"\n]+)\1\s*\)/g;

/** `import('./bill.ts').Total` as a type: types are not walked, so these are found in the text. */
const typeImports = ({ file, text }: SourceFile, { comments }: ParseResult, reading: Reading): void => {
  if (!/\.[cm]?tsx?$/.test(file) || !text.includes('import(')) return;
  for (const { 2: from = '', index } of text.matchAll(IMPORT_CALL)) {
    const at = reading.at(index);
    const isKnown = reading.imports.some((item) => item.at[0] === at[0] && item.at[1] === at[1]);
    if (isKnown || comments.some(({ start, end }) => start <= index && index < end)) continue;
    reading.imports.push({ from, typeOnly: true, how: 'import', at });
  }
};

/** Minified and bundled scripts are somebody else's code, whatever they are called. */
const isBundled = (file: string, text: string): boolean =>
  /\.[cm]?js$/.test(file) && text.length > 5_000 && text.length / (text.split('\n', 20_000).length || 1) > 180;

const readModule = ({ file, text }: SourceFile): { fact: ModuleFact; unreadable: Unreadable[] } => {
  const at = placeFinderOf(text);
  const unreadable: Unreadable[] = [];
  const reading = startReading(at, visit);
  let result = parse(file, isBundled(file, text) ? '' : text);
  const first = result.errors.find((error) => error.severity === 'Error');
  if (first && result.program.body.length === 0) {
    const offset = first.labels[0]?.start ?? 0;
    unreadable.push({ why: `This cannot be parsed: ${first.message}.`, at: at(offset) });
    result = recovered(file, text, offset) ?? result;
  }
  pass(result, reading);
  typeImports({ file, text }, result, reading);
  if (reading.tooDeep)
    unreadable.push({ why: 'This nests too deep to be read; what stands deeper was left out.', at: reading.tooDeep });
  return { fact: finish(reading), unreadable };
};

const withoutValue = ({ name, local, from, imported, typeOnly, at }: ExportFact): ExportFact => ({
  name,
  ...(local === undefined ? {} : { local }),
  ...(from === undefined ? {} : { from }),
  ...(imported === undefined ? {} : { imported }),
  typeOnly,
  at,
});

/** Of tests and build tooling only the imports count: they run in no service. */
const onlyImports = (fact: ModuleFact): ModuleFact => ({
  kind: 'module',
  imports: fact.imports,
  exports: fact.exports.map(withoutValue),
  bindings: [],
  functions: [],
  classes: [],
  calls: [],
});

/** TypeScript and JavaScript, with and without JSX. */
export const typescriptReader: Reader = {
  id: 'typescript',
  version: 25,
  takes: (path) => SOURCE.test(path) && !GENERATED.test(path),
  read: (source) => {
    if (isMinified(source.file, source.text)) return { facts: [], unreadable: [] };
    const problem = unparsable(source.text);
    if (problem) return { facts: [], unreadable: [problem] };
    const { fact, unreadable } = readModule(source);
    if (isTest(source.file)) return { facts: [onlyImports(fact)], unreadable };
    return { facts: [fact, ...listensIn(fact), ...envLoadsIn(fact), ...marksIn(source.text)], unreadable };
  },
};
