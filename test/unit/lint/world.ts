import { run } from '../../../src/cli/main.ts';
import type { World } from '../../../src/cli/world.ts';

/** What one command line printed and answered, in a world of its own. */
export type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** Runs a command line in memory, in a folder, without a terminal. */
export async function ran(cwd: string, argv: readonly string[], env: World['env'] = {}): Promise<Ran> {
  let [out, err] = ['', ''];
  const code = await run(argv, {
    cwd,
    env,
    now: () => new Date('2026-11-21T12:00:00Z'),
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    terminal: { input: false, output: false, columns: 100 },
    signal: new AbortController().signal,
  });
  return { code, out: out.replaceAll(/\d+\.\d s/g, '0.0 s'), err };
}
