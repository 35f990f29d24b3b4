import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The time of day of services, which can be moved. Timers go on as they did, as they do when somebody sets a clock. */
export type Clock = { readonly environment: Readonly<Record<string, string>>; shift(milliseconds: number): void };

const preload = `
  import { readFileSync } from 'node:fs';
  const Real = Date;
  let shift = 0;
  const look = () => { try { shift = Number(readFileSync(process.env.CHAOS_CLOCK, 'utf8')) || 0; } catch {} };
  look();
  setInterval(look, 20).unref();
  const now = () => Real.now() + shift;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given) => given.length === 0 ? new target(now()) : new target(...given),
    get: (target, name) => name === 'now' ? now : Reflect.get(target, name),
  });`;

/** Goes before everything else in a process that is started with its environment. */
export function clockIn(folder: string): Clock {
  const file = join(folder, 'clock');
  const shift = (milliseconds: number) => writeFileSync(file, String(milliseconds));
  shift(0);
  return {
    environment: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}`, CHAOS_CLOCK: file },
    shift,
  };
}
