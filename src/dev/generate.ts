import { spawn } from 'node:child_process';
import type { Say } from './types.ts';

export type Generator = { readonly run: (because: string) => void; readonly stop: () => void };

/** Runs the workspace's own `generate` script; a further wish meanwhile is met by one more run. */
export function generator(root: string, say: Say): Generator {
  const stopping = new AbortController();
  let running = false;
  let again: string | undefined;
  const note = (level: 'info' | 'error', text: string) => say({ kind: 'note', service: 'contracts', level, text });
  const run = async (because: string): Promise<void> => {
    if (running) return void (again = because);
    running = true;
    note('info', `generating (${because} changed)`);
    const { code, output } = await npmRunGenerate(root, stopping.signal);
    if (stopping.signal.aborted) return;
    if (code !== 0) note('error', `npm run generate failed\n${output.trim()}`);
    running = false;
    const next = again;
    again = undefined;
    if (next !== undefined) await run(next);
  };
  return { run: (because) => void run(because), stop: () => stopping.abort() };
}

type Ended = { readonly code: number; readonly output: string };

function npmRunGenerate(root: string, signal: AbortSignal): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn('npm', ['run', '--silent', 'generate'], {
      cwd: root,
      signal,
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    child.once('error', (error) => done({ code: 1, output: error.message }));
    child.once('close', (code) => done({ code: code ?? 1, output }));
  });
}
