import { beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../../src/cli/templates.ts';
import { brokerKinds } from '../../../templates/broker/kinds.ts';
import { parseAllDocuments } from 'yaml';
import { additions, known, withEverything } from './everything.ts';
import { born } from './born.ts';

/** `postgres://orders:s3cret@db`, unless the password is a variable or what stands for one in prose. */
const addresses = /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/'"`]+:(?!\$\{|…|password@)[^\s@/'"`]+@/g;
const privateKeys = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*(?:\\n|\n)?[A-Za-z0-9+/=]{16}/g;
/** Servers that tests start on this machine and throw away, and addresses that tests refuse. */
const isOfTests = (path: string): boolean => /(?:^|\/)(?:test|testing)\//.test(path);

function secretsIn(path: string, text: string): readonly string[] {
  const said = [...(isOfTests(path) ? [] : text.matchAll(addresses)), ...text.matchAll(privateKeys)].map(
    ([all]) => all,
  );
  const kept = /\.ya?ml$/.test(path) ? parseAllDocuments(text).flatMap((document) => secretsOf(document.toJS())) : [];
  return [...said, ...kept].map((what) => `${path}: ${what}`);
}

/**
 * Secrets with values, and values under the name of a password. What compose falls back to, `${ORDERS_PASSWORD:-orders}`,
 * is none (decision 055): it can be set from outside, and guards what nobody but this machine reaches.
 */
function secretsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(secretsOf);
  if (typeof value !== 'object' || value === null) return [];
  const fields = Object.entries(value);
  const isSecret = fields.some(([name, one]) => name === 'kind' && one === 'Secret');
  return fields.flatMap(([name, one]) => {
    if (isSecret && /^(?:data|stringData)$/.test(name)) return [`Secret with ${name}`];
    const isLiteral = typeof one === 'string' && !/^\$\{\w+(?::[-?][^}]*)?\}$/.test(one);
    return isLiteral && /(?:PASS|PASSWORD|SECRET|TOKEN|API_KEY)$/.test(name) ? [`${name}: ${one}`] : secretsOf(one);
  });
}

describe('no secret', { timeout: 60_000 }, () => {
  const brokers = brokerKinds.map(({ id }) => id);
  let everything: Map<string, string>;
  beforeAll(async () => {
    everything = await withEverything();
  }, 60_000);

  test('every capability is looked at', () => {
    const ids = ['workspace', 'service', 'broker', ...additions.map(([id]) => id)];
    expect(ids.toSorted()).toEqual(capabilities.map(({ id }) => id).toSorted());
  });

  test.each(brokers)('is in any generated file, with %s between the services', async (broker) => {
    const texts = new Map(everything);
    if (broker !== 'postgres') await born(texts, 'broker', { broker }, known);
    expect(texts.get('compose.yaml')).toContain(
      `BROKER_URL: ${brokerKinds.find(({ id }) => id === broker)?.composeUrl('shop')}`,
    );
    expect([...texts].flatMap(([path, text]) => secretsIn(path, text))).toEqual([]);
  });

  test.each([
    ['compose.yaml', 'BROKER_URL: amqp://events:hunter2@rabbitmq:5672'],
    ['compose.yaml', 'POSTGRES_PASSWORD: hunter2'],
    ['services/orders/k8s/secret.yaml', 'kind: Secret\nstringData: { URL: x }'],
    ['services/orders/main.ts', 'const key = `-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIGxYz0123456789`;'],
    ['services/orders/test/tls.test.ts', "const key = '-----BEGIN PRIVATE KEY-----\\nMHcCAQEEIIGxYz0123456789';"],
    ['services/orders/main.ts', "connect('redis://default:hunter2@redis:6379')"],
  ])('would be overlooked in %s: %s', (path, text) => expect(secretsIn(path, text)).toHaveLength(1));

  test.each([
    ['compose.yaml', 'BROKER_URL: postgres://broker:${BROKER_PASSWORD:-broker}@postgres:5432/broker'],
    ['compose.yaml', 'POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-postgres}'],
    ['README.md', 'as in `amqp://user:password@host`'],
  ])('is seen where there is none in %s: %s', (path, text) => expect(secretsIn(path, text)).toEqual([]));
});
