/** What was looked at on this machine. `fail`: dev, test or lint cannot work; `warn`: they can, with a difference. */
export type Check = {
  readonly id: string;
  readonly state: 'ok' | 'warn' | 'fail' | 'absent';
  readonly found: string;
  readonly remedy?: string;
};

export const ok = (id: string, found: string): Check => ({ id, state: 'ok', found });
export const warn = (id: string, found: string, remedy: string): Check => ({ id, state: 'warn', found, remedy });
export const fail = (id: string, found: string, remedy: string): Check => ({ id, state: 'fail', found, remedy });
/** Not there, and nobody needs it. */
export const absent = (id: string, found: string): Check => ({ id, state: 'absent', found });
