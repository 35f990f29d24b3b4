import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const stubs = join(import.meta.dirname, '../../../fixtures/libraries');
const root = '/cases';
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowJs: true,
  checkJs: false,
  experimentalDecorators: true,
  allowImportingTsExtensions: true,
  esModuleInterop: true,
  types: ['node'],
  typeRoots: [join(process.cwd(), 'node_modules/@types')],
};

/** What the compiler says of some source trees, each by itself, with the libraries of `fixtures/libraries`: `tree/path:line message`. */
export function mistakesOfTypes(trees: Readonly<Record<string, Readonly<Record<string, string>>>>): readonly string[] {
  const texts = new Map<string, string>();
  for (const [name, files] of Object.entries(trees))
    for (const [path, text] of Object.entries(files)) texts.set(`${root}/${name}/${path}`, text);
  const libraries = readdirSync(stubs).map((file) => join(stubs, file));
  const code = [...texts.keys()].filter((path) => /\.[cm]?[jt]s$/.test(path));
  const program = ts.createProgram([...libraries, ...code], options, hostOver(texts));
  return code.flatMap((path) => {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ start = 0, messageText }) => {
      const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${path.slice(root.length + 1)}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

/** The disk, with some texts in memory over it. */
function hostOver(texts: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const folders = new Set([...texts.keys()].map((path) => dirname(path)));
  const isFolder = (path: string) => [...folders].some((each) => each === path || each.startsWith(`${path}/`));
  return {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path) ?? host.readFile(path),
    directoryExists: (path) => isFolder(path) || (host.directoryExists?.(path) ?? false),
    realpath: (path) => path,
    getSourceFile: (path, version, ...rest) => {
      const text = texts.get(path);
      return text === undefined
        ? host.getSourceFile(path, version, ...rest)
        : ts.createSourceFile(path, text, version, true);
    },
  };
}
