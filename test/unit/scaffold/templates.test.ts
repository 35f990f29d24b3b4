import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../../src/cli/templates.ts';
import { ownSpecifier } from '../../../src/files/changes/own-package.ts';
import { packageRoot } from '../../../src/files/changes/templates.ts';
import { formatOf } from '../../../src/scaffold/render/format.ts';
import { targetOf } from '../../../src/scaffold/render/target.ts';
import { serviceView } from '../../../templates/service/names.ts';
import { answersOf, born, workspace } from './born.ts';

describe('the templates, with names of every length', () => {
  const shop = new Map<string, string>();
  const long = 'customer-communication-preferences';
  beforeAll(async () => {
    await born(shop, 'workspace', { dir: '.', name: 'shop', pinNode: true, msvc: 'file:/x' });
    await born(shop, 'service', answersOf('b2b'));
    const publishes = ['CustomerCommunicationPreferenceWithdrawn', 'Created'];
    const consumes = ['b2b.v1.ThingHappened', 'other.v1.ThingHappened'];
    await born(
      shop,
      'service',
      answersOf(long, {
        publishes,
        consumes,
        calls: ['b2b', 'other-one'],
        aggregate: 'CustomerCommunicationPreference',
      }),
    );
    await born(shop, 'consumer', { to: 'b2b', events: ['customer_communication_preferences.v1.Created'] });
  });

  test('everything is formatted as the workspace checks it', async () => {
    const format = formatOf(shop.get('.oxfmtrc.json'));
    for (const [path, text] of shop) if (!path.startsWith('.msvc/')) expect(await format(path, text), path).toBe(text);
  });

  test('how long messages are remembered is said once, in the code that reads it, wherever the service runs', async () => {
    const other = new Map<string, string>();
    await born(other, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '1' });
    await born(other, 'service', answersOf('b2b', { inboxRetention: 24 }));
    const places = [...other].filter(
      ([path, text]) => !path.startsWith('.msvc/') && /inbox.?retention.{0,9}\b24\b/i.test(text),
    );
    expect(places.map(([path]) => path)).toEqual(['services/b2b/context.ts']);
    expect(other.get('services/b2b/context.ts')).toContain('  inboxRetentionHours: 24,\n');
  });

  test('no placeholder is left, in no name and no text', () => {
    for (const [path, text] of shop) {
      expect(path).not.toMatch(/__|\.hbs/);
      if (!path.includes('.github')) expect(text, path).not.toMatch(/(?<!\$)\{\{|\[object |@@/);
    }
  });

  test('a folder whose name has a space is entered by what is said to do next', () => {
    const place = { name: 'x', path: 'services/x', contexts: ['x'], number: 1 };
    const capability = capabilities.find(({ id }) => id === 'workspace');
    const stepsFor = (dir: string) => capability?.nextSteps({ answers: { dir }, workspace, service: place })[0];
    expect(stepsFor('My Shop')).toBe("cd 'My Shop'");
    expect(stepsFor('../shop')).toBe('cd ../shop');
  });

  test('dot files have their dot, and Node is pinned on demand', () => {
    for (const name of [
      '.gitignore',
      '.npmrc',
      '.dockerignore',
      '.node-version',
      '.oxfmtrc.json',
      '.github/workflows/ci.yaml',
    ]) {
      expect(shop.has(name), name).toBe(true);
    }
    const manifest = JSON.parse(shop.get('package.json') ?? '');
    expect(manifest.devDependencies).toMatchObject({ msvc: 'file:/x', node: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  });

  test('what one adds to the files of all', () => {
    expect(shop.get('msvc.yaml')).toContain(`  ${long}:\n    owner: '@acme/team'\n`);
    expect(shop.get('compose.yaml')).toContain('B2B_DATABASE_URL');
    expect(shop.get('.github/workflows/ci.yaml')).toContain(`service: [b2b, ${long}]`);
  });
});

describe('names inside a service', () => {
  const service = { name: 'orders', path: 'services/orders', contexts: ['orders'], number: 3 };
  const viewOf = (more: Partial<Parameters<typeof serviceView>[0]['answers']>) =>
    serviceView({ workspace, service, answers: { ...answersOf('orders'), aggregate: 'Order', ...more } });

  test('of events, use case, aggregate and ports', () => {
    const view = viewOf({ publishes: ['OrderReady', 'OrderPlaced', 'StockReserved'] });
    expect(view.useCase).toMatchObject({
      pascal: 'PlaceOrder',
      kebab: 'place-order',
      event: { channel: 'orders.v1.OrderPlaced' },
    });
    expect(view.publishes.map(({ status }) => status)).toEqual(['READY', 'PLACED', 'RESERVED']);
    expect(view.nextEvent.pascal).toBe('OrderReady');
    expect(view.aggregate).toMatchObject({ table: 'orders', plural: 'orders', article: 'an' });
    expect(view.service.ports).toEqual({ grpc: 50_053, http: 8083 });
  });

  test('of events that two contexts call alike', () => {
    const { consumes, consumedFrom } = viewOf({
      consumes: ['stock.v1.Created', 'pay_ments.v1.Created', 'stock.v1.Moved'],
    });
    expect(consumes.map(({ pascal, renamed }) => [pascal, renamed])).toEqual([
      ['StockCreated', true],
      ['PayMentsCreated', true],
      ['Moved', false],
    ]);
    expect(consumedFrom.map(({ contract, events }) => [contract, events.length])).toEqual([
      ['pay_ments/v1/events_pb', 1],
      ['stock/v1/events_pb', 2],
    ]);
  });
});

test('where a template is written', () => {
  const values = { service: { path: 'services/orders' }, a: { b: 'c' } };
  expect(targetOf('__service.path__/gitignore', values)).toBe('services/orders/.gitignore');
  expect(targetOf('github/x-__a.b__.yaml.hbs', values)).toBe('.github/x-c.yaml');
  expect(() => targetOf('__a.missing__.ts', values)).toThrow('asks for a.missing');
});

describe('how a workspace names the msvc that made it', () => {
  let base: string;
  beforeAll(() => {
    base = fs.mkdtempSync(join(tmpdir(), 'msvc-own-'));
  });
  afterAll(() => fs.rmSync(base, { recursive: true, force: true }));

  function installed(resolved: string | undefined) {
    const root = join(base, 'project/node_modules/msvc');
    fs.mkdirSync(root, { recursive: true });
    fs.writeFileSync(join(base, 'msvc-1.0.0.tgz'), '');
    const packages = { 'node_modules/msvc': { version: '1.0.0', ...(resolved !== undefined && { resolved }) } };
    fs.writeFileSync(join(base, 'project/node_modules/.package-lock.json'), JSON.stringify({ packages }));
    return ownSpecifier('1.0.0', root);
  }

  test('a clone by its folder', () => expect(ownSpecifier('1.0.0', packageRoot())).toBe(`file:${packageRoot()}`));
  test('a tarball by its file', () => expect(installed('file:../msvc-1.0.0.tgz')).toBe(`file:${base}/msvc-1.0.0.tgz`));
  test('a tarball that is gone by its version', () => expect(installed('file:../gone.tgz')).toBe('^1.0.0'));
  test('a published one by its version', () => {
    expect(installed('https://registry.example/msvc.tgz')).toBe('^1.0.0');
    expect(installed(undefined)).toBe('^1.0.0');
    fs.rmSync(join(base, 'project/node_modules/.package-lock.json'));
    expect(ownSpecifier('1.0.0', join(base, 'project/node_modules/msvc'))).toBe('^1.0.0');
  });
});
