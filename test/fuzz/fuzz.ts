import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type FuzzKind = 'mutations' | 'extremes' | 'links';
export type Fault = { readonly number: number; readonly file?: string; readonly fault: string };
export type Fuzzed = { readonly cases: number; readonly faults: readonly Fault[] };

/** A case that is not over by then hangs, on however busy a machine. */
const hang = 15_000;

/** So many cases are run however slow the machine is. */
export const LEAST = 25;

/** Runs cases in processes of their own until the time is over; one that ends or hangs is a fault, and the next goes on after it. */
export async function fuzz(kind: FuzzKind, seed: number, milliseconds: number, from = 0): Promise<Fuzzed> {
  const until = performance.now() + milliseconds;
  const faults: Fault[] = [];
  let next = from;
  while (next < from + LEAST || performance.now() < until) {
    const run = await runOf(kind, seed, { from: next, least: from + LEAST, milliseconds: until - performance.now() });
    faults.push(...run.faults);
    next = run.last + 1;
    if (run.end === undefined) break;
    faults.push({ number: run.last, fault: run.end });
  }
  return { cases: next - from, faults };
}

type Run = { readonly last: number; readonly faults: readonly Fault[]; readonly end: string | undefined };

type Bounds = { readonly from: number; readonly least: number; readonly milliseconds: number };

function runOf(kind: FuzzKind, seed: number, { from, least, milliseconds }: Bounds): Promise<Run> {
  const words = [join(import.meta.dirname, 'child.ts'), seed, from, Math.ceil(milliseconds), least, kind].map(String);
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const faults: Fault[] = [];
  let last = from;
  let complaint = '';
  let isHanging = false;
  const stop = () => {
    isHanging = true;
    child.kill('SIGKILL');
  };
  let timer = setTimeout(stop, hang);
  createInterface({ input: child.stdout }).on('line', (line) => {
    clearTimeout(timer);
    timer = setTimeout(stop, hang);
    const said: number | Fault = JSON.parse(line);
    if (typeof said === 'number') last = said;
    else faults.push(said);
  });
  child.stderr.on('data', (chunk) => {
    complaint = (complaint + String(chunk)).slice(-2000);
  });
  return new Promise((done) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const end = isHanging
        ? `hangs for ${hang} ms`
        : code === 0
          ? undefined
          : `ends the process: ${signal ?? code} ${complaint}`;
      done({ last, faults, end });
    });
  });
}

if (import.meta.main) {
  const [kind = 'mutations', seed = '1', seconds = '20', from = '0'] = process.argv.slice(2);
  if (kind !== 'mutations' && kind !== 'extremes' && kind !== 'links') throw new Error(`no kind ${kind}`);
  const { cases, faults } = await fuzz(kind, Number(seed), Number(seconds) * 1000, Number(from));
  for (const fault of faults) console.log(`#${fault.number} ${fault.file ?? ''} ${fault.fault}`);
  console.log(`${cases} cases, ${faults.length} faults`);
}
