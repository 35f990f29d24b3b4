import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { headOf, type Head } from '../../files/head.ts';
import { keptFor, nowhere } from '../../files/keep.ts';
import { historyOf } from '../../link/history.ts';
import type { History } from '../../model/history.ts';
import type { Model } from '../../model/model.ts';
import { gitLogFormat, readGitLog } from '../../read/git-log.ts';
import { build } from '../version.ts';
import { gitWithin } from '../../files/git/run.ts';

/** The last commits tell how services change today; older ones are of other services. */
const MOST_COMMITS = 1_500;
/** Milliseconds: what git has said by then is counted. */
const LONGEST = 2_000;

type Asked = {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cache: boolean;
};

/**
 * What the repository’s last commits say of the services; undefined outside a repository, or where git says nothing.
 * Kept by commit and services, so that git is asked once for each commit.
 */
export function historyFor(model: Model, { root, env, cache }: Asked): History | undefined {
  const head = model.services.length > 1 ? headOf(root) : undefined;
  if (!head) return undefined;
  const kept = cache && build !== undefined ? keptFor(root, 'history', env) : nowhere;
  const key = keyOf(head, model);
  const known = valueIn(kept.get(key));
  if (known) return known;
  const said = logOf(root, head);
  if (!said) return undefined;
  const changes = readGitLog(said.text).map((commit) => ({ ...commit, files: within(head.prefix, commit.files) }));
  const isFull = changes.length >= MOST_COMMITS;
  const cut = said.isSlow ? 'slow' : isFull ? 'many' : head.isShallow ? 'shallow' : undefined;
  const history = historyOf(changes, model.services, cut);
  if (!said.isSlow) {
    kept.set(key, serialize(history));
    kept.flush();
  }
  return history;
}

function keyOf({ commit, prefix, isShallow }: Head, { services }: Model): string {
  const hash = createHash('sha1').update(`${build} ${process.versions.v8} ${commit} ${prefix} ${isShallow}`);
  for (const { name, path } of services) hash.update(`\n${name}\0${path}`);
  return hash.digest('base64');
}

const within = (prefix: string, files: readonly string[]): readonly string[] =>
  prefix === ''
    ? files
    : files.flatMap((file) => (file.startsWith(`${prefix}/`) ? [file.slice(prefix.length + 1)] : []));

function logOf(root: string, { prefix }: Head): { readonly text: string; readonly isSlow: boolean } | undefined {
  const words = [
    'log',
    ...gitLogFormat,
    `--max-count=${MOST_COMMITS}`,
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--no-show-signature',
  ];
  const where = prefix === '' ? [] : ['--', '.'];
  const answer = gitWithin(root, LONGEST, [...words, 'HEAD', ...where]);
  return answer && { text: answer.said.toString('utf8'), isSlow: answer.isSlow };
}

function valueIn(bytes: Uint8Array | undefined): History | undefined {
  try {
    return bytes && deserialize(bytes);
  } catch {
    return undefined;
  }
}
