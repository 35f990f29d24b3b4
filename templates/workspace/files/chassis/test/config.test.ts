import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { z } from 'zod';
import { ConfigError, processVariables, readConfig, variableOf } from '../src/config.ts';

test('all mistakes are listed at once, by name and without values', () => {
  const read = () => readConfig(processVariables, { GRPC_PORT: 'hunter2', BROKER_URL: '', LOG_LEVEL: 'loud' });
  assert.throws(read, (error) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(error.mistakes.map((line) => line.split(' ')[0]).toSorted(), [
      'BROKER_URL',
      'GRPC_PORT',
      'LOG_LEVEL',
    ]);
    return !error.message.includes('hunter2');
  });
});

test('what is not set has its default', () => {
  const settings = readConfig(processVariables, { BROKER_URL: 'postgres://broker@localhost/broker' });
  assert.equal(settings.GRPC_PORT, 50_051);
  assert.equal(settings.OTEL_EXPORTER_OTLP_ENDPOINT, undefined);
});

test('milliseconds beyond what a timer can hold are the most it can', () => {
  const { SHUTDOWN_GRACE_MS } = readConfig(processVariables, {
    BROKER_URL: 'postgres://broker@localhost/broker',
    SHUTDOWN_GRACE_MS: '3000000000',
  });
  assert.equal(SHUTDOWN_GRACE_MS, 2 ** 31 - 1);
});

test('a context prefixes what is its own', () => {
  assert.equal(variableOf('order-items', 'DATABASE_URL'), 'ORDER_ITEMS_DATABASE_URL');
});

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
after(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const broker = 'postgres://broker:hunter2@localhost/broker';
const mistakesIn = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(processVariables, environment);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    assert.ok(!error.message.includes('hunter2'), error.message);
    return error.mistakes;
  }
};

test('a value may stand in a file, whose last line end is no part of it', () => {
  for (const text of [broker, `${broker}\n`, `${broker}\r\n`]) {
    const settings = readConfig(processVariables, { BROKER_URL_FILE: fileOf('broker', text) });
    assert.equal(settings.BROKER_URL, broker);
  }
  const two = readConfig({ TOKEN: z.string() }, { TOKEN_FILE: fileOf('token', ' hunter2\n\n') });
  assert.equal(two.TOKEN, ' hunter2\n');
});

test('a value and a file for the same is one too many, unless one is empty', () => {
  const file = fileOf('broker', broker);
  assert.deepEqual(mistakesIn({ BROKER_URL: broker, BROKER_URL_FILE: file }), [
    'BROKER_URL is given twice, by BROKER_URL and by BROKER_URL_FILE: keep one of them',
  ]);
  assert.deepEqual(mistakesIn({ BROKER_URL: '', BROKER_URL_FILE: file }), []);
  assert.deepEqual(mistakesIn({ BROKER_URL: broker, BROKER_URL_FILE: '' }), []);
});

test('a file that cannot be read, is empty or holds nonsense is named, and never what it holds', () => {
  const away = join(folder, 'away');
  assert.deepEqual(mistakesIn({ BROKER_URL_FILE: away, GRPC_PORT: 'many' }), [
    `BROKER_URL_FILE is wrong: ${away} cannot be read (ENOENT)`,
    mistakesIn({ BROKER_URL: broker, GRPC_PORT: 'many' })[0],
  ]);
  assert.deepEqual(mistakesIn({ BROKER_URL_FILE: folder }), [
    `BROKER_URL_FILE is wrong: ${folder} cannot be read (EISDIR)`,
  ]);
  const empty = fileOf('empty', '\n');
  assert.deepEqual(mistakesIn({ BROKER_URL_FILE: empty }), [`BROKER_URL_FILE is wrong: ${empty} is empty`]);
  const odd = fileOf('odd', 'hunter2://x');
  const [mistake = '', ...others] = mistakesIn({ BROKER_URL_FILE: odd });
  assert.ok(mistake.startsWith(`BROKER_URL, read from ${odd}, is wrong: expected a URL that begins with `), mistake);
  assert.deepEqual(others, []);
});
