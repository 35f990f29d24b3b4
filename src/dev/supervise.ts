import { type Child, type ChildPlan, startChild } from './child.ts';
import { untilReady, whyNotReady } from './readiness.ts';
import type { ProcessMark, Say } from './types.ts';

export type SuperviseOptions = {
  readonly name: string;
  readonly child: ChildPlan;
  readonly httpPort: number;
  readonly say: Say;
  /** Told of every change, so that `.dev/dev.json` stays true. */
  readonly onChange: (change: Change) => void;
};

export type Change =
  | { readonly status: 'starting'; readonly process: ProcessMark | undefined; readonly restarts: number }
  | { readonly status: 'ready'; readonly afterMs: number; readonly restarts: number }
  | { readonly status: 'stopped' };

/** Half a second, doubled at each crash in a row, ten seconds at most. */
export const backoffMs = (crashes: number): number => Math.min(500 * 2 ** Math.max(0, crashes - 1), 10_000);
/** A service that ran this long before it crashed begins anew. */
const settledAfterMs = 30_000;
const lateAfterMs = 15_000;

/** Keeps one service running until it is stopped: again after a crash, later each time, and again when asked. */
export class Supervisor {
  readonly name: string;
  readonly #options: SuperviseOptions;
  #child: Child | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wanted = true;
  #restarting = false;
  #crashes = 0;
  #restarts = -1;
  #wasReady = false;

  constructor(options: SuperviseOptions) {
    this.name = options.name;
    this.#options = options;
    this.#start();
  }

  /** Drains it and starts it again; further calls meanwhile are one. */
  restart(reason: string): void {
    if (!this.#wanted || this.#restarting) return;
    this.#crashes = 0;
    this.#note(`restarting (${reason})`);
    void this.#replace();
  }

  /** Drains it for good. */
  async stop(): Promise<void> {
    this.#wanted = false;
    await this.#drain();
  }

  kill(): void {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#child?.kill();
  }

  async #replace(): Promise<void> {
    this.#restarting = true;
    await this.#drain();
    this.#restarting = false;
    this.#start();
  }

  #start(): void {
    if (!this.#wanted) return;
    const { child, say, onChange } = this.#options;
    const since = Date.now();
    this.#restarts += 1;
    const started = startChild(child, (stream, text) => say({ kind: 'log', service: this.name, stream, text }));
    this.#child = started;
    onChange({ status: 'starting', process: started.mark, restarts: this.#restarts });
    const polling = new AbortController();
    void this.#announce(polling.signal, since);
    void started.ended.then((how) => {
      polling.abort();
      return this.#ended(how, Date.now() - since);
    });
  }

  async #announce(signal: AbortSignal, since: number): Promise<void> {
    const { httpPort } = this.#options;
    const late = setTimeout(() => void this.#tellWhy(), lateAfterMs);
    const ready = await untilReady(httpPort, signal);
    clearTimeout(late);
    if (!ready) return;
    const afterMs = Date.now() - since;
    this.#options.onChange({ status: 'ready', afterMs, restarts: this.#restarts });
    if (this.#wasReady) this.#note(`ready again after ${(afterMs / 1000).toFixed(1)} s`);
    this.#wasReady = true;
  }

  async #tellWhy(): Promise<void> {
    const why = (await whyNotReady(this.#options.httpPort)) ?? 'it does not answer on its HTTP port';
    if (this.#wanted) this.#note(`not ready after ${lateAfterMs / 1000} s: ${why}`, 'warn');
  }

  #ended(how: string, ranMs: number): void {
    this.#child = undefined;
    this.#options.onChange({ status: 'stopped' });
    if (!this.#wanted || this.#restarting) return;
    this.#crashes = ranMs > settledAfterMs ? 1 : this.#crashes + 1;
    const wait = backoffMs(this.#crashes);
    this.#note(`stopped by itself (${how}); starting again in ${wait / 1000} s`, 'error');
    this.#timer = setTimeout(() => this.#start(), wait);
  }

  async #drain(): Promise<void> {
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child && !(await child.drain())) this.#note('did not stop within its grace period; killed', 'warn');
  }

  #note(text: string, level: 'info' | 'warn' | 'error' = 'info'): void {
    this.#options.say({ kind: 'note', service: this.name, level, text });
  }
}
