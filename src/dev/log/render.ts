import type pc from 'picocolors';
import { type Level, type LogRecord, readLogLine } from './record.ts';

export type Colors = ReturnType<typeof pc.createColors>;

/** How lines are set: the width of the name column, colours, the colour of each service. */
export type LogStyle = {
  readonly colors: Colors;
  readonly nameWidth: number;
  readonly paint: (service: string) => (text: string) => string;
};

/** A style for these services; one colour each, in turn. */
export function styleFor(services: readonly string[], colors: Colors): LogStyle {
  const wheel = [colors.cyan, colors.magenta, colors.green, colors.yellow, colors.blue];
  return {
    colors,
    nameWidth: Math.max(9, ...services.map((name) => name.length)) + 1,
    paint: (service) => wheel[Math.max(0, services.indexOf(service)) % wheel.length] ?? colors.cyan,
  };
}

/** One line of a service as a person reads it: time, service, what happened, the trace it belongs to. */
export function renderLogLine(service: string, text: string, now: number, style: LogStyle): string {
  const record = readLogLine(text);
  if (!record) return ` ${stamp(service, now, style)} ${text}\n`;
  const head = ` ${stamp(service, record.time ?? now, style)} `;
  const what = sentenceOf(record, service);
  const shown = markOf(record.level, style.colors) + paintLevel(record.level, style.colors)(what);
  const trace = record.traceId ? style.colors.dim(`trace ${record.traceId.slice(0, 8)}`) : '';
  const gap = trace ? ' '.repeat(Math.max(2, 44 - visible(record.level, what))) : '';
  return `${head}${shown}${gap}${trace}\n${renderError(record, style)}`;
}

/** What we ourselves have to say of a service. */
export function renderNote(service: string, text: string, level: Level, at: { now: number; style: LogStyle }): string {
  const { colors } = at.style;
  return ` ${stamp(service, at.now, at.style)} ${markOf(level, colors)}${paintLevel(level, colors)(text)}\n`;
}

function stamp(service: string, time: number, style: LogStyle): string {
  const clock = new Date(time).toTimeString().slice(0, 8);
  return `${style.colors.dim(clock)} ${style.paint(service)(service.padEnd(style.nameWidth))}`;
}

/** "PlaceOrder ok 6 ms", "orders.v1.OrderPlaced → ok 9 ms", or the message and its fields. */
export function sentenceOf({ message, fields }: LogRecord, service: string): string {
  const { context, ...own } = fields;
  const where = typeof context === 'string' && context !== service ? `${context}: ` : '';
  const { method, code, channel, outcome, ms, attempt, messageId: _id, ...rest } = own;
  const took = typeof ms === 'number' ? ` ${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms` : '';
  const again = attempt === undefined || attempt === 1 ? {} : { attempt };
  if (message === 'rpc' && typeof method === 'string')
    return `${where}${method} ${String(code ?? '').toLowerCase()}${took}${pairs(rest)}`;
  if (message === 'message' && typeof channel === 'string')
    return `${where}${channel} → ${String(outcome ?? '')}${took}${pairs({ ...again, ...rest })}`;
  return `${where}${message}${pairs(own)}`.trim();
}

function pairs(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('');
}

function renderError({ error, message }: LogRecord, { colors }: LogStyle): string {
  if (!error) return '';
  const lines = (error.stack ?? error.message).split('\n');
  const shown = lines[0] === message ? lines.slice(1) : lines;
  return shown.map((line) => `            ${colors.red(line)}\n`).join('');
}

const marks: Partial<Record<Level, string>> = { warn: '⚠ ', error: '✖ ', fatal: '✖ ' };
const visible = (level: Level, text: string): number => (marks[level]?.length ?? 0) + text.length;
const markOf = (level: Level, colors: Colors): string => paintLevel(level, colors)(marks[level] ?? '');

function paintLevel(level: Level, colors: Colors): (text: string) => string {
  if (level === 'error' || level === 'fatal') return colors.red;
  if (level === 'warn') return colors.yellow;
  return level === 'debug' || level === 'trace' ? colors.dim : String;
}
