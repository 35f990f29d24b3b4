import { type LogStyle, renderLogLine, renderNote } from './log/render.ts';
import { readLogLine } from './log/record.ts';
import type { DevEvent, Say } from './types.ts';

export type Output = { readonly say: Say; readonly flush: () => void };
export type OutputOptions = {
  readonly write: (text: string) => void;
  readonly format: 'text' | 'json';
  readonly style: LogStyle;
  readonly columns: number;
};

/** Ordinary log lines wait behind the table at the start, so many and so long at most. */
const held = { lines: 1000, ms: 10_000 } as const;

/** Turns events into text: a table first, then one log of all services. Trouble is never held back. */
export function createOutput(options: OutputOptions): Output {
  if (options.format === 'json')
    return { say: (event) => options.write(renderJson(event, new Date())), flush: () => {} };
  let waiting: DevEvent[] | undefined = [];
  const flush = (): void => {
    const events = waiting ?? [];
    waiting = undefined;
    for (const event of events) options.write(renderText(event, options));
  };
  setTimeout(flush, held.ms).unref();
  return {
    flush,
    say: (event) => {
      if (waiting && waiting.length < held.lines && isOrdinary(event)) return void waiting.push(event);
      if (event.kind === 'note' && event.level === 'error') flush(); // what led to it comes first
      options.write(renderText(event, options));
      if (event.kind === 'running') flush();
    },
  };
}

function isOrdinary(event: DevEvent): boolean {
  if (event.kind !== 'log') return false;
  const level = readLogLine(event.text)?.level;
  return level === 'info' || level === 'debug' || level === 'trace';
}

function renderText(event: DevEvent, { style, columns }: OutputOptions): string {
  if (event.kind === 'log') return renderLogLine(event.service, event.text, Date.now(), style);
  if (event.kind === 'note') return renderNote(event.service, event.text, event.level, { now: Date.now(), style });
  if (event.kind === 'row') return renderRow(event.subject, event.columns, style);
  const hint = ' ctrl-c stops all';
  return style.colors.dim(` ${'─'.repeat(Math.max(3, Math.min(columns, 100) - hint.length - 2))}${hint}\n`);
}

const widths = [12, 16, 12];

function renderRow(subject: string, columns: readonly string[], style: LogStyle): string {
  const cells = columns.map((text, index) => text.padEnd(widths[index] ?? 0));
  return ` ${style.paint(subject)(subject.padEnd(style.nameWidth))} ${cells.join('  ').trimEnd()}\n`;
}

/** One JSON object a line: a service's own line as it is, all else in the same shape. */
export function renderJson(event: DevEvent, now: Date): string {
  if (event.kind === 'log') {
    if (readLogLine(event.text)) return `${event.text}\n`;
    const level = event.stream === 'err' ? 'error' : 'info';
    return line({ level, time: now, service: event.service, msg: event.text });
  }
  const source = 'msvc dev';
  if (event.kind === 'note')
    return line({ level: event.level, time: now, service: event.service, source, msg: event.text });
  if (event.kind === 'row')
    return line({ level: 'info', time: now, service: event.subject, source, msg: 'up', ...event.data });
  return line({ level: 'info', time: now, source, msg: 'running' });
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;
