// What the demo prints: one line a step, what it found under it, and how long it took.
import process from 'node:process';

const colored = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
const paint =
  (code: number) =>
  (text: string): string =>
    colored ? `\u001B[${code}m${text}\u001B[0m` : text;
export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const cyan = paint(36);

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const write = (text: string): void => void process.stdout.write(text);

let ticking: NodeJS.Timeout | undefined;
let quiet = false;

/** From now on steps say nothing more. */
export function silence(): void {
  clearInterval(ticking);
  quiet = true;
  if (colored) write('\r\u001B[2K');
}

/** Shows a step while it runs; on a terminal the clock ticks. What the work returns stands behind its name. */
export async function step(name: string, work: () => Promise<string>): Promise<void> {
  const since = Date.now();
  let frame = 0;
  const tick = (): void =>
    write(`\r\u001B[2K ${cyan(frames[frame++ % frames.length] ?? '')} ${name} ${dim(seconds(since))}`);
  ticking = colored && !quiet ? setInterval(tick, 100) : undefined;
  const close = (line: string): void => {
    clearInterval(ticking);
    if (!quiet) write(`${colored ? '\r\u001B[2K' : ''}${line}\n`);
  };
  try {
    const found = await work();
    close(` ${green('✓')} ${name.padEnd(46)} ${dim(seconds(since).padStart(7))}   ${found}`);
  } catch (error) {
    close(` ${red('✖')} ${name.padEnd(46)} ${dim(seconds(since).padStart(7))}`);
    throw error;
  }
}

export const heading = (text: string): void => write(`\n ${bold(text)}\n`);
/** Lines of evidence below a step. */
export function show(text: string): void {
  for (const line of text.trimEnd().split('\n')) write(`     ${line}\n`);
}
export const say = (text: string): void => write(`${text}\n`);
