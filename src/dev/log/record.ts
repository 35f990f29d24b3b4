/** One log line of a service, read. */
export type LogRecord = {
  /** Milliseconds since 1970; undefined when the line does not say. */
  readonly time: number | undefined;
  readonly level: Level;
  readonly message: string;
  readonly traceId: string | undefined;
  readonly error: { readonly message: string; readonly stack: string | undefined } | undefined;
  /** What else the line holds. */
  readonly fields: Readonly<Record<string, unknown>>;
};

export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

const pinoLevels: Readonly<Record<number, Level>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const names: readonly string[] = Object.values(pinoLevels);
const known = new Set(['time', 'level', 'msg', 'traceId', 'spanId', 'traceFlags', 'err', 'service', 'pid', 'hostname']);

/** Reads a JSON log line; undefined for anything else, which is then shown as it is. */
export function readLogLine(text: string): LogRecord | undefined {
  const line = objectOf(text);
  if (!line || (line['msg'] === undefined && line['err'] === undefined)) return undefined;
  const fields = Object.fromEntries(Object.entries(line).filter(([key]) => !known.has(key)));
  return {
    time: timeOf(line['time']),
    level: levelOf(line['level']),
    message: typeof line['msg'] === 'string' ? line['msg'] : '',
    traceId: typeof line['traceId'] === 'string' ? line['traceId'] : undefined,
    error: errorOf(line['err']),
    fields,
  };
}

function objectOf(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>; // begins with a brace, so it is an object
  } catch {
    return undefined;
  }
}

function levelOf(value: unknown): Level {
  if (typeof value === 'number') return pinoLevels[value] ?? 'info';
  return typeof value === 'string' && names.includes(value) ? (value as Level) : 'info'; // checked just before
}

function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

function errorOf(value: unknown): LogRecord['error'] {
  if (typeof value === 'string') return { message: value, stack: undefined };
  if (typeof value !== 'object' || value === null) return undefined;
  const { message, stack } = value as { message?: unknown; stack?: unknown };
  return {
    message: typeof message === 'string' ? message : JSON.stringify(value),
    stack: typeof stack === 'string' ? stack : undefined,
  };
}
