import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { nothingKept } from '../../../src/cli/keeping.ts';
import { rules } from '../../../src/cli/rules.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { check } from '../../../src/lint/engine.ts';
import { brokerKinds } from '../../../templates/broker/kinds.ts';
import { answersOf, born, workspace } from './born.ts';

const others = brokerKinds.filter(({ adapter }) => adapter !== undefined).map(({ id }) => id);
const shopAnswers = { dir: '.', name: 'shop', pinNode: false, msvc: '', broker: 'postgres' };
const services = ['orders', 'payments'].map((name, index) => ({
  name,
  path: `services/${name}`,
  contexts: [name],
  number: index + 1,
}));
const shop = { ...workspace, services };

async function shopWithout(): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  await born(texts, 'workspace', shopAnswers);
  await born(texts, 'service', answersOf('orders'));
  await born(texts, 'service', answersOf('payments'), shop);
  return texts;
}

describe.each(others)('another broker: %s', (broker) => {
  let texts: Map<string, string>;
  beforeAll(async () => {
    texts = await shopWithout();
    await born(texts, 'broker', { broker }, shop);
  });
  const kind = brokerKinds.find(({ id }) => id === broker);

  test.each(['server.ts', `${broker}.ts`])('generated tests start their servers as our own do: %s', (file) => {
    const own = join(import.meta.dirname, '../../../templates/broker/files/servers', file);
    expect(texts.get(`chassis/src/testing/${file}`)).toBe(readFileSync(own, 'utf8'));
  });
  const url = kind?.composeUrl('shop');

  test('comes with its adapter, its client and its tests', () => {
    expect(texts.get('chassis/src/brokers.ts')).toContain(kind?.adapter);
    expect(JSON.parse(texts.get('chassis/package.json') ?? '').dependencies).toMatchObject(kind?.dependencies ?? {});
    expect([...texts.keys()]).toEqual(
      expect.arrayContaining([`chassis/src/broker-${broker}.ts`, `chassis/test/broker-${broker}.test.ts`]),
    );
  });

  test('has a server in compose, and every service waits for it and knows its address', () => {
    const compose = parse(texts.get('compose.yaml') ?? '');
    expect(compose.services[broker].healthcheck.test[0]).toBe('CMD');
    for (const { name } of services) {
      expect(compose.services[name].environment.BROKER_URL).toBe(url);
      expect(compose.services[name].depends_on[broker]).toEqual({ condition: 'service_healthy' });
    }
  });

  test('may be reached in the cluster', () => {
    for (const { path } of services) {
      const policy = parse(texts.get(`${path}/k8s/network-policy.yaml`) ?? '');
      expect(policy.spec.egress).toContainEqual({ ports: [{ port: kind?.port }] });
    }
  });

  test('added a second time changes nothing', async () => {
    const plan = await born(texts, 'broker', { broker }, shop);
    expect(plan.outcomes.filter(({ before, after }) => before !== after)).toEqual([]);
  });

  test('leaves an address alone that somebody else chose', async () => {
    const own = await shopWithout();
    const chosen = 'BROKER_URL: postgres://somewhere-else/broker';
    own.set('compose.yaml', (own.get('compose.yaml') ?? '').replace(/BROKER_URL: .*/, chosen));
    await born(own, 'broker', { broker }, shop);
    expect(own.get('compose.yaml')).toContain(chosen);
  });

  test('is given up again for another', async () => {
    const again = new Map(texts);
    await born(again, 'broker', { broker: 'postgres' }, shop);
    const before = parse((await shopWithout()).get('compose.yaml') ?? '').services.orders.environment.BROKER_URL;
    expect(parse(again.get('compose.yaml') ?? '').services.orders.environment.BROKER_URL).toBe(before);
  });

  test('is what a service and a workspace are born with where that was asked for', async () => {
    const first = new Map<string, string>();
    await born(first, 'workspace', shopAnswers);
    await born(first, 'service', answersOf('orders', { broker }));
    const whole = new Map<string, string>();
    await born(whole, 'workspace', { ...shopAnswers, broker });
    await born(whole, 'service', answersOf('orders', { broker }));
    for (const born_ of [first, whole]) {
      expect(parse(born_.get('compose.yaml') ?? '').services.orders.environment.BROKER_URL).toBe(url);
      expect(born_.get('chassis/src/brokers.ts')).toContain(kind?.adapter);
    }
  });

  test('gives the rules nothing to report', () => {
    const { model } = inspectFiles(memoryFiles(Object.fromEntries(texts)), nothingKept);
    const { findings } = check(model, rules, { preset: 'all', today: '2026-11-21', accepted: [] });
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });
});
