// Feeds readers, or the linker, until the time is over and so many cases were had; in a process of its own, since a parser
// that runs out of stack takes its process with it:  node child.ts <seed> <from> <milliseconds> <least> <kind>
// Before each case its number goes to the pipe, after it every broken law.
import { writeSync } from 'node:fs';
import { caseOf, countOfExtremes, extremeOf } from './cases.ts';
import { brokenLaws } from './laws.ts';
import { brokenLinkLaws, workspaceOf } from './links.ts';

const [seed = '1', from = '0', milliseconds = '1000', least = '0', kind = 'mutations'] = process.argv.slice(2);
const until = performance.now() + Number(milliseconds);

/** A pipe that nobody has emptied for a moment takes nothing, or a part. */
function say(line: unknown): void {
  let rest = Buffer.from(`${JSON.stringify(line)}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function faultsOf(number: number): readonly { readonly file?: string; readonly fault: string }[] {
  if (kind === 'links') return brokenLinkLaws(workspaceOf(Number(seed), number)).map((fault) => ({ fault }));
  const { file, bytes } = kind === 'extremes' ? extremeOf(Number(seed), number) : caseOf(Number(seed), number);
  return brokenLaws(file, bytes).map((fault) => ({ file, fault }));
}

const last = kind === 'extremes' ? countOfExtremes() : Infinity;
const isOver = (number: number) => number >= Number(least) && performance.now() >= until;
for (let number = Number(from); number < last && !isOver(number); number += 1) {
  say(number);
  for (const fault of faultsOf(number)) say({ number, ...fault });
}
