import type { Node as AnyNode, SourceFile } from 'ts-morph';
import type { Place } from '../../model/evidence.ts';
import type { Change } from '../kit/change.ts';
import type { TextEdit } from '../kit/text-edit.ts';
import type { WorkspaceFiles } from '../workspace.ts';
import { CannotFix } from './types.ts';

/** A TypeScript or JavaScript file as a tree to look at. Edits are offsets in its text; the tree itself is not changed. */
export type Source = {
  readonly path: string;
  readonly text: string;
  readonly file: SourceFile;
  /** Tells kinds of nodes apart: `source.is.isCallExpression(node)`. */
  readonly is: typeof AnyNode;
  readonly style: CodeStyle;
};

/** How its author writes. */
export type CodeStyle = {
  readonly quote: '"' | "'";
  readonly semicolon: ';' | '';
  /** One step of indentation. */
  readonly step: string;
  readonly eol: '\n' | '\r\n';
};

/** Opens a file of the workspace; throws `CannotFix` where it is gone or broken. Loads ts-morph on first use. */
export async function sourceOf({ read }: WorkspaceFiles, path: string): Promise<Source> {
  const text = read(path);
  if (text === undefined) throw new CannotFix(`${path} cannot be read.`);
  const { Project, Node } = await import('ts-morph');
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { allowJs: true },
  });
  const file = project.createSourceFile(`/${path}`, text);
  const [mistake] = project.getProgram().getSyntacticDiagnostics(file);
  if (mistake) throw new CannotFix(`${path}:${mistake.getLineNumber()} cannot be parsed; repair it first.`);
  return { path, text, file, is: Node, style: codeStyleOf(text) };
}

export const changeOf = ({ path, text }: Pick<Source, 'path' | 'text'>, edits: readonly TextEdit[]): Change => ({
  kind: 'edit-text',
  path,
  of: text,
  edits,
});

/** The offset of a place; throws where the text has no such line. */
export function offsetOf(
  { path, text }: Pick<Source, 'path' | 'text'>,
  { line, column }: Pick<Place, 'line' | 'column'>,
): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    start = text.indexOf('\n', start) + 1;
    if (start === 0) throw new CannotFix(`${path} has no line ${line} any more.`);
  }
  return start + column - 1;
}

/** The nodes around a place, innermost first. */
export function* nodesAround(source: Source, place: Pick<Place, 'line' | 'column'>): Generator<AnyNode> {
  let node = source.file.getDescendantAtPos(offsetOf(source, place));
  while (node) {
    yield node;
    node = node.getParent();
  }
}

/** The white space that the line of an offset begins with. */
export const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';

/** The name that a node is written with, without spaces: `this.client.get`. */
export const nameOf = (node: AnyNode | undefined): string => (node?.getText() ?? '').replace(/\s/g, '');

export function codeStyleOf(text: string): CodeStyle {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return {
    quote: count(/"/g) > count(/'/g) ? '"' : "'",
    semicolon:
      count(/;[ \t]*\r?$/gm) >= count(/^[ \t]*(?:import|export|const|let|return)\b[^;{(\n]*[^;{(,\s][ \t]*\r?$/gm)
        ? ';'
        : '',
    step: stepOf(text),
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

/** The smallest indentation in use, unless that is the column of a comment's star. */
function stepOf(text: string): string {
  const indents = [...text.matchAll(/^([ \t]+)(?![ \t*])\S/gm)].map(([, indent = '']) => indent);
  if (indents.some((indent) => indent.startsWith('\t'))) return '\t';
  const widths = indents.map((indent) => indent.length).filter((width) => width > 1);
  return ' '.repeat(widths.length === 0 ? 2 : Math.min(...widths));
}
