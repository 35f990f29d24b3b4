import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { renderLogLine, renderNote, styleFor } from '../../../src/dev/log/render.ts';
import { createOutput, renderJson } from '../../../src/dev/output.ts';
import type { DevEvent } from '../../../src/dev/types.ts';

const style = styleFor(['orders', 'payments'], pc.createColors(false));
const at = new Date(2026, 0, 2, 12, 0, 1).getTime();
const show = (line: object | string) =>
  renderLogLine('orders', typeof line === 'string' ? line : JSON.stringify({ time: at, ...line }), at, style);

describe('a log line', () => {
  it('says what a call was, how it ended and how long it took', () => {
    const line = { level: 'info', msg: 'rpc', method: 'PlaceOrder', code: 'OK', ms: 6.02, traceId: '4bf92f3577b3' };
    expect(show(line)).toBe(` 12:00:01 orders     PlaceOrder ok 6 ms${' '.repeat(26)}trace 4bf92f35\n`);
  });

  it('says what became of a message', () => {
    const line = { level: 30, msg: 'message', channel: 'orders.v1.OrderPlaced', outcome: 'duplicate', ms: 9.26 };
    expect(show(line)).toBe(' 12:00:01 orders     orders.v1.OrderPlaced → duplicate 9.3 ms\n');
    expect(show({ ...line, attempt: 1, messageId: 'x', outcome: 'ok' })).not.toMatch(/attempt|messageId/);
    expect(show({ ...line, attempt: 3, outcome: 'retry' })).toContain('attempt=3');
  });

  it('shows a message with its fields, and trouble with its stack', () => {
    expect(show({ level: 'info', msg: 'ready', grpc: 50051, tls: { on: false } })).toContain(
      'ready grpc=50051 tls={"on":false}\n',
    );
    const err = { type: 'Error', message: 'no', stack: 'Error: no\n    at here.ts:1' };
    expect(show({ level: 'error', msg: 'failed', err })).toBe(
      ' 12:00:01 orders     ✖ failed\n            Error: no\n                at here.ts:1\n',
    );
  });

  it('that is none of ours is shown as it is', () => {
    for (const text of ['listening', '{ broken', '{"a":1}', ''])
      expect(show(text)).toBe(` 12:00:01 orders     ${text}\n`);
  });

  it('in colour carries escapes, and only then', () => {
    const colored = styleFor(['orders'], pc.createColors(true));
    expect(renderNote('orders', 'x', 'error', { now: at, style: colored })).toContain('\u001B[31m');
    expect(show({ level: 'error', msg: 'x' })).not.toContain('\u001B');
  });
});

describe('the output', () => {
  const collect = () => {
    const texts: string[] = [];
    const output = createOutput({ write: (text) => void texts.push(text), format: 'text', style, columns: 40 });
    return { texts, output };
  };
  const log = (level: string): DevEvent => ({
    kind: 'log',
    service: 'orders',
    stream: 'out',
    text: JSON.stringify({ level, msg: level }),
  });

  it('shows the table first, and trouble at once', () => {
    const { texts, output } = collect();
    output.say(log('info'));
    output.say(log('error'));
    output.say({ kind: 'row', subject: 'orders', columns: ['ready 0.8 s'], data: {} });
    output.say({ kind: 'running' });
    output.say(log('warn'));
    const order = texts.map((text) => /error|ready|ctrl-c|info|warn/.exec(text)?.[0]);
    expect(order).toEqual(['error', 'ready', 'ctrl-c', 'info', 'warn']);
  });

  it('keeps the lines of a start that never came to an end', () => {
    const { texts, output } = collect();
    output.say(log('info'));
    output.flush();
    expect(texts.join('')).toContain('info');
  });

  it('in JSON is one object a line', () => {
    const raw: DevEvent = { kind: 'log', service: 'orders', stream: 'err', text: 'boom' };
    expect(JSON.parse(renderJson(raw, new Date(at)))).toMatchObject({ level: 'error', service: 'orders', msg: 'boom' });
    expect(renderJson(log('info'), new Date(at))).toBe('{"level":"info","msg":"info"}\n');
    const row: DevEvent = { kind: 'row', subject: 'orders', columns: [], data: { grpc: 1 } };
    expect(JSON.parse(renderJson(row, new Date(at)))).toMatchObject({ service: 'orders', msg: 'up', grpc: 1 });
  });
});
