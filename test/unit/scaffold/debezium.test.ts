import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { capabilities } from '../../../src/cli/templates.ts';
import { mistakesIn } from '../../../src/scaffold/answers.ts';
import { relayOffIn } from '../../../src/scaffold/relays.ts';
import { answersOf, born, workspace } from './born.ts';

/** As Debezium 3.4.3's outbox event router reads the table: its columns by the connector's own settings. */
test('every column that the connector names is one of the outbox, in a type that the router takes', async () => {
  const texts = new Map<string, string>();
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
  await born(texts, 'service', answersOf('check-out'));
  await born(texts, 'debezium', { to: 'check-out' });
  const { config } = JSON.parse(texts.get('platform/debezium/check-out-outbox.json') ?? '');
  const migration = readFileSync(resolve('templates/workspace/files/chassis/src/messaging-tables.ts'), 'utf8');
  const [, table = ''] = /create table outbox \(([^]+?)\n {4}\) with/.exec(migration) ?? [];
  const columns = Object.fromEntries([...table.matchAll(/^ {6}(\w+) (\w+)/gm)].map(([, name, type]) => [name, type]));
  const router = 'transforms.outbox.';
  const field = (name: string) => columns[config[`${router}${name}`]];
  expect(field('table.field.event.id')).toBe('uuid');
  expect(field('table.field.event.key')).toBe('text');
  expect(field('table.field.event.payload')).toBe('jsonb');
  expect(field('route.by.field')).toBe('text');
  // As Java reads it; groups are named alike.
  const routed = new RegExp(`^${config[`${router}route.topic.regex`]}$`);
  const [, group = ''] = /^\$\{(\w+)\}$/.exec(config[`${router}route.topic.replacement`]) ?? [];
  expect('check_out.v1.ThingHappened'.replace(routed, `$<${group}>`)).toBe('check_out.v1');
  const placed = config[`${router}table.fields.additional.placement`].split(',').map((one: string) => one.split(':'));
  for (const [column, placement] of placed) {
    expect(columns).toHaveProperty(column);
    expect(placement).toBe('header');
  }
  // The router wants the time as a number of its own kinds, and a timestamptz is a text to it.
  expect(config).not.toHaveProperty(`${router}table.field.event.timestamp`);
  expect(config['snapshot.select.statement.overrides.public.outbox']).toContain('order by position');
  expect(columns).toHaveProperty('position');
});

test('it is offered only where events go over Kafka, and says what to do', () => {
  const question = capabilities.find(({ id }) => id === 'debezium')?.questions['to'];
  const services = [{ name: 'orders', path: 'services/orders', contexts: ['orders'], number: 1 }];
  const mistakesWith = (broker?: string) =>
    question &&
    mistakesIn(question, 'orders', { answers: {}, workspace: { ...workspace, services, ...(broker && { broker }) } });
  expect(mistakesWith('kafka')).toEqual([]);
  expect(mistakesWith('nats')).toEqual([expect.stringMatching(/over nats.*`msvc add broker kafka`/)]);
  expect(mistakesWith()).toEqual([expect.stringMatching(/over postgres/)]);
});

test('while it publishes, no other broker takes over from Kafka', async () => {
  const texts = new Map<string, string>();
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0', broker: 'kafka' });
  for (const name of ['orders', 'stock']) await born(texts, 'service', answersOf(name));
  await born(texts, 'debezium', { to: 'orders' });
  const question = capabilities.find(({ id }) => id === 'broker')?.questions['broker'];
  const mistakes = (broker: string) => {
    const services = ['orders', 'stock'].map((name, index) => {
      const place = { name, path: `services/${name}`, contexts: [name], number: index + 1 };
      return { ...place, relayOffIn: relayOffIn((path) => texts.get(path), place) };
    });
    return question && mistakesIn(question, broker, { answers: {}, workspace: { ...workspace, services } });
  };
  expect(mistakes('kafka')).toEqual([]);
  expect(mistakes('nats')).toEqual([
    expect.stringMatching(/of orders is off in services\/orders\/k8s\/config\.yaml and compose\.yaml: .*"Back again"/),
  ]);
  const config = texts.get('services/orders/k8s/config.yaml') ?? '';
  texts.set('services/orders/k8s/config.yaml', config.replace(/(OUTBOX_RELAY: .)off/, '$1on'));
  expect(mistakes('nats')).toEqual([expect.stringMatching(/is off in compose\.yaml: /)]);
  const compose = texts.get('compose.yaml') ?? '';
  texts.set('compose.yaml', compose.replace(/(OUTBOX_RELAY: .?)off/, '$1on'));
  expect(mistakes('nats')).toEqual([]);
});
