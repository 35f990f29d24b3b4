import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { withScratch } from '../../../files/scratch.ts';
import type { ProtoModule } from './modules.ts';

/** One line of `buf breaking --error-format json`, its path relative to the module. */
export type BufLine = {
  readonly path: string | undefined;
  readonly line: number;
  readonly type: string;
  readonly message: string;
};

/** What a caller over the wire, in binary or JSON, does not survive; and what is simply gone. */
const CHECKS = ['WIRE_JSON', 'RPC_NO_DELETE', 'PACKAGE_SERVICE_NO_DELETE', 'PACKAGE_NO_DELETE'];
const CONFIG = JSON.stringify({ version: 'v1', breaking: { use: CHECKS, ignore_unstable_packages: true } });
const LONGEST = 30_000;

/** Our own buf, never the workspace's; undefined where it was not installed with us. */
export function bufPath(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@bufbuild/buf/package.json')), 'bin', 'buf');
  } catch {
    return undefined;
  }
}

type Texts = ReadonlyMap<string, string>;

/** What buf says against the base of one module, or why it could not be asked. Offline, and in folders of its own. */
export async function brokenIn(
  buf: string,
  { root, files }: ProtoModule,
  { head, base }: { readonly head: Texts; readonly base: Texts },
): Promise<readonly BufLine[] | string> {
  const written = new Map<string, string>([['home/empty', '']]);
  const inner = (path: string) => (root === '' ? path : path.slice(root.length + 1));
  for (const path of files) {
    const [now, then] = [head.get(path), base.get(path)];
    if (now !== undefined) written.set(`head/${inner(path)}`, now);
    if (then !== undefined) written.set(`base/${inner(path)}`, then);
  }
  const hasBoth = files.some((path) => head.has(path)) && files.some((path) => base.has(path));
  if (!hasBoth) return [];
  return withScratch(written, async (folder) => {
    const { execa } = await import('execa');
    const words = ['breaking', join(folder, 'head'), '--against', join(folder, 'base')];
    const options = ['--error-format', 'json', '--disable-symlinks', '--config', CONFIG];
    const { stdout, stderr, exitCode } = await execa(process.execPath, [buf, ...words, ...options], {
      reject: false,
      timeout: LONGEST,
      extendEnv: false,
      env: { HOME: join(folder, 'home'), BUF_CACHE_DIR: join(folder, 'home') },
    });
    if (exitCode === 0) return [];
    const lines = linesIn(stdout, join(folder, 'head'));
    const failed = lines.find(({ type }) => type === 'COMPILE');
    if (failed) return `buf does not compile it: ${failed.message}`;
    return lines.length > 0 ? lines : `buf failed: ${String(stderr).split('\n')[0]?.replaceAll(folder, '') ?? ''}`;
  });
}

function linesIn(said: string, folder: string): readonly BufLine[] {
  return said.split('\n').flatMap((text): readonly BufLine[] => {
    if (!text.startsWith('{')) return [];
    const { path, start_line: line, type, message } = JSON.parse(text);
    const file = typeof path === 'string' && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
    return [{ path: file, line: Number(line ?? 1), type: String(type), message: String(message) }];
  });
}
