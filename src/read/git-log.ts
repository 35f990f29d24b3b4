/** One commit: what it changed, and by whom. `moved` files are the same file under another name. */
export type Commit = {
  readonly id: string;
  readonly author: string;
  readonly subject: string;
  readonly files: readonly string[];
};

/** What `git log` is asked for, so that `readGitLog` can read it. Exact renames are told apart: they change nothing. */
export const gitLogFormat = ['--format=%x01%h%x09%ae%x09%s', '--name-status', '--find-renames=100%', '--no-merges'];

/** Reads the answer, newest commit first. Half a line at the end, where git was stopped, does no harm. */
export function readGitLog(text: string): readonly Commit[] {
  return text
    .split('\u0001')
    .slice(1)
    .map((part) => {
      const [head = '', ...lines] = part.split('\n');
      const [id = '', author = '', ...subject] = head.split('\t');
      return { id, author, subject: subject.join(' '), files: lines.flatMap(changedIn) };
    });
}

/** `M<tab>path`; names in quotes hold what no source file is called. */
function changedIn(line: string): string[] {
  const [status = '', path] = line.split('\t');
  return path === undefined || !/^[AMDT]$/.test(status) || path.startsWith('"') ? [] : [path];
}
