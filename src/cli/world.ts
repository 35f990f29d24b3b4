import { errors } from '../errors.ts';
import { failureText } from './failure.ts';

/** Everything a command may touch of the process it runs in. Tests pass their own. */
export type World = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The present moment. */
  readonly now: () => Date;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether a person sits in front of stdin and stdout: prompts, colour, width. */
  readonly terminal: { readonly input: boolean; readonly output: boolean; readonly columns: number };
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
};

export const exitCodes = { clean: 0, findings: 1, usage: 2, bug: 3 } as const;

/** The world of a real process. */
export function processWorld(): World {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const heed = onceOnly(() => {
    process.once('SIGINT', abort);
    process.once('SIGTERM', abort);
  });
  process.stdout.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? abort() : lost(error)));
  process.stderr.on('error', () => undefined);
  return {
    cwd: currentFolder(),
    env: process.env,
    now: () => new Date(),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    terminal: {
      input: process.stdin.isTTY === true,
      output: process.stdout.isTTY === true,
      columns: process.stdout.columns ?? 80,
    },
    // Who does not ask is ended by Ctrl-C at once, in the middle of what it does.
    get signal() {
      heed();
      return controller.signal;
    },
  };
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw errors.goneFolder();
  }
}

/** Whoever reads stdout may leave when they have seen enough; an answer that could not be kept is a failure. */
const lost = onceOnly((error?: NodeJS.ErrnoException) => {
  process.stderr.write(failureText(errors.cannotPrint(error?.code ?? '')));
  process.once('exit', () => {
    process.exitCode = exitCodes.usage;
  });
});

function onceOnly<T>(act: (value?: T) => void): (value?: T) => void {
  let isDone = false;
  return (value) => {
    if (!isDone) act(value);
    isDone = true;
  };
}
