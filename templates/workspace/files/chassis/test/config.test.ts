import assert from 'node:assert/strict';
import { test } from 'node:test';
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

test('a context prefixes what is its own', () => {
  assert.equal(variableOf('order-items', 'DATABASE_URL'), 'ORDER_ITEMS_DATABASE_URL');
});
