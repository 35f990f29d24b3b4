import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, utimesSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A copy of a repository that may be edited: a Git checkout whose index knows every file. */
export type Copy = {
  readonly folder: string;
  readonly sources: readonly string[];
  /** Changes one source file, runs, and puts the file back as it was, its time too. */
  readonly edited: <T>(round: number, run: () => T) => T;
};

const source = /\.[cm]?[jt]sx?$/;

export function copyOf(repository: string, folder: string): Copy {
  cpSync(repository, folder, {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
    filter: (path) => basename(path) !== 'node_modules',
  });
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...words], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1024 ** 3,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  if (!existsSync(join(folder, '.git'))) {
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'bench');
  }
  git('status'); // refreshes the index, whose times are those of the original
  const sources = git('ls-files', '-z')
    .split('\0')
    .filter((path) => source.test(path));
  const file = editable(folder, sources);
  return {
    folder,
    sources,
    edited: (round, run) => {
      const text = readFileSync(file, 'utf8');
      const { atime, mtime } = statSync(file);
      writeFileSync(file, `${text}\nexport const benchEdit${round} = () => fetch('http://bench-${round}/edited');\n`);
      try {
        return run();
      } finally {
        writeFileSync(file, text);
        utimesSync(file, atime, mtime);
      }
    },
  };
}

/** A file in the middle of things: of those that others speak of, the one in the middle. */
function editable(folder: string, sources: readonly string[]): string {
  const own = sources.filter((path) => /(?:service|controller|usecase|handler|router)[^/]*\.ts$/.test(path));
  const list = own.length > 0 ? own : sources;
  return join(folder, list[Math.floor(list.length / 2)] ?? '');
}
