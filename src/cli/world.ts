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
  process.once('SIGINT', () => controller.abort());
  process.once('SIGTERM', () => controller.abort());
  return {
    cwd: process.cwd(),
    env: process.env,
    now: () => new Date(),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    terminal: {
      input: process.stdin.isTTY === true,
      output: process.stdout.isTTY === true,
      columns: process.stdout.columns ?? 80,
    },
    signal: controller.signal,
  };
}
