import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { openKafka } from '../src/kafka-link.ts';

/** What is said of an address; nothing is connected for that. */
async function saidOf(url: string): Promise<string> {
  const said: string[] = [];
  const log = pino({}, { write: (line) => void said.push(line) });
  const link = openKafka({ url, name: 'test', log });
  await Promise.all([link.producer.close(), link.admin.close()]);
  return said.join('');
}

test('a login that would travel in the open is warned of, and the password not told', async () => {
  const said = await saidOf('kafka://shop:s3cret@127.0.0.1:9092,kafka.example.com:9092');
  assert.match(said, /unencrypted; add \?tls=true/);
  assert.doesNotMatch(said, /s3cret/);
  for (const fine of [
    'kafka://shop:s3cret@kafka.example.com:9092?tls=true',
    'kafka://shop:s3cret@localhost:9092',
    'kafkas://shop:s3cret@kafka.example.com:9092?sasl=PLAIN',
    'kafka://shop:s3cret@localhost:9092?sasl=plain',
    'kafka://shop:s3cret@127.0.0.1:9092,[::1]:9093',
    'kafka://kafka:9092',
  ])
    assert.equal(await saidOf(fine), '', fine);
});

test('a login in a way that is not known, or whose password everybody would see, is refused', async () => {
  await assert.rejects(saidOf('kafkas://shop:s3cret@kafka.example.com:9092?sasl=gssapi'), /none of plain, scram-sha-256/);
  await assert.rejects(saidOf('kafka://shop:s3cret@kafka.example.com:9092?sasl=plain'), /in the open; begin it with kafkas/);
});
