import type { IndentationText, QuoteKind, SourceFile } from 'ts-morph';

/** Runs one edit on a syntax tree; what it does not touch keeps its bytes. Loads ts-morph on first use. */
export async function editTypeScript(path: string, text: string, edit: (file: SourceFile) => void): Promise<string> {
  const { Project, IndentationText, QuoteKind } = await import('ts-morph');
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: {
      indentationText: indentationOf(text, IndentationText),
      quoteKind: quotesOf(text, QuoteKind),
      useTrailingCommas: true,
    },
  });
  const file = project.createSourceFile(`/${path}`, text);
  const [mistake] = project.getProgram().getSyntacticDiagnostics(file);
  if (mistake) throw new Error(`broken TypeScript in line ${mistake.getLineNumber()}`);
  edit(file);
  const edited = file.getFullText();
  if (!keepsComments(text, edited)) throw new Error('a comment would get lost; make this change by hand');
  return edited;
}

/** ts-morph drops the comment beside a statement that it inserts behind. */
function keepsComments(before: string, after: string): boolean {
  const commentsIn = (text: string): string[] => text.match(/\/\/.*|\/\*[\s\S]*?\*\//g) ?? [];
  const left = commentsIn(after);
  return commentsIn(before).every((comment) => {
    const at = left.indexOf(comment);
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

function indentationOf(text: string, kinds: typeof IndentationText): IndentationText {
  const first = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  if (first.startsWith('\t')) return kinds.Tab;
  return first.length === 4 ? kinds.FourSpaces : kinds.TwoSpaces;
}

const quotesOf = (text: string, kinds: typeof QuoteKind): QuoteKind =>
  (text.match(/'/g)?.length ?? 0) >= (text.match(/"/g)?.length ?? 0) ? kinds.Single : kinds.Double;
