import { beforeEach, describe, expect, test } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { rules } from '../../../src/cli/rules.ts';
import { capabilities } from '../../../src/cli/templates.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { contextsView } from '../../../src/graph/views/contexts.ts';
import { check } from '../../../src/lint/engine.ts';
import { readAnswer } from '../../../src/scaffold/answers.ts';
import type { Workspace } from '../../../src/scaffold/kit.ts';
import { secretsIn } from './secrets.ts';
import { answersOf, born, workspace } from './born.ts';

const birth = answersOf('customers', { aggregate: 'Customer', publishes: ['CustomerWon'] });
const shop: Workspace = {
  ...workspace,
  contexts: ['customers'],
  services: [
    {
      name: 'customers',
      path: 'services/customers',
      contexts: ['customers'],
      number: 1,
      applied: [{ capability: 'service', answers: birth }],
    },
  ],
};
const acl = { system: 'legacy-crm', in: 'customers', about: 'CreditHistory' };

let texts: Map<string, string>;
beforeEach(async () => {
  texts = new Map();
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
  await born(texts, 'service', birth, shop);
  await born(texts, 'acl', acl, shop);
}, 60_000);

const model = () => inspectFiles(memoryFiles(Object.fromEntries(texts))).model;
const findings = () => check(model(), rules).findings.map(({ rule, message }) => `${rule}: ${message}`);

describe('an anti-corruption layer', { timeout: 60_000 }, () => {
  test('tells what it knows of one from the port that finds it, also where English does not', async () => {
    await born(texts, 'acl', { ...acl, system: 'erp', about: 'StockData' }, shop);
    const domain = texts.get('services/customers/domain/stock-data.ts') ?? '';
    expect(domain).toContain('export type StockData = {');
    expect(domain).toContain('export type StockDataEntries = {');
  });

  test('keeps the foreign words in a folder of its own', () => {
    const foreign = [...texts].filter(([path, text]) => path.startsWith('services/') && /REC_NO|STATUS_CD/.test(text));
    expect(foreign.map(([path]) => path).toSorted()).toEqual([
      'services/customers/acl/legacy-crm/model.ts',
      'services/customers/acl/legacy-crm/translate.ts',
      'services/customers/test/legacy-crm.test.ts',
    ]);
    const domain = texts.get('services/customers/domain/credit-history.ts') ?? '';
    expect(domain).toContain('export type CreditHistories = {');
    expect(domain).not.toMatch(/^import|http|zod|crm|rpc/im);
  });

  test('gets its token from the Secret, where there is one', () => {
    const secrets = secretsIn(texts.get('services/customers/k8s/deployment.yaml'), 'customers');
    expect(secrets.get('LEGACY_CRM_TOKEN')).toEqual({ name: 'customers', key: 'LEGACY_CRM_TOKEN', optional: true });
    expect([...secrets.keys()]).toEqual(['CUSTOMERS_DATABASE_URL', 'BROKER_URL', 'LEGACY_CRM_TOKEN']);
    expect(texts.get('compose.yaml')).toContain('LEGACY_CRM_TOKEN: ${LEGACY_CRM_TOKEN:-}');
  });

  test('changes nothing the second time', async () => {
    const before = new Map(texts);
    const { writes } = await born(texts, 'acl', acl, shop);
    expect(writes.map(({ path }) => path)).toEqual([]);
    expect(texts).toEqual(before);
  });

  test('lints clean, is on the context map, and is told where its system is found', () => {
    expect(findings()).toEqual([]);
    const { lines, notes } = contextsView(model());
    expect(lines).toMatchObject([{ kind: 'relation', label: 'anticorruption-layer' }]);
    expect(notes).toEqual([]);
    expect(texts.get('services/customers/k8s/config.yaml')).toContain('LEGACY_CRM_URL: https://');
    expect(texts.get('services/customers/k8s/network-policy.yaml')).toContain('port: 443');
    expect(texts.get('compose.yaml')).toContain('LEGACY_CRM_URL: ${LEGACY_CRM_URL:-}');
  });

  test.each([
    ['domain/customer.ts', '../acl/legacy-crm/model.ts'],
    ['application/ports.ts', '../acl/legacy-crm/client.ts'],
    ['adapters/rpc/customers-service.ts', '../../acl/legacy-crm/model.ts'],
  ])('is reported where %s takes from it', (path, from) => {
    const file = `services/customers/${path}`;
    const name = from.includes('model') ? 'type LegacyCrmRecord' : 'creditHistories';
    texts.set(file, `import { ${name} } from '${from}';\n${texts.get(file)}`);
    const told = `customers uses what belongs to legacy-crm outside the layer that translates it: ${name.replace('type ', '')}`;
    expect(findings()).toEqual([`foreign-model-leak: ${told}`]);
  });

  test('of several systems stand beside each other', async () => {
    await born(texts, 'acl', { ...acl, system: 'bureau', about: 'Rating' }, shop);
    const context = texts.get('services/customers/context.ts') ?? '';
    expect(context).toContain('workers: [legacyCrm, bureau]');
    expect(findings()).toEqual([]);
  });

  test.each([
    ['system', 'Legacy CRM', /no spaces/],
    ['system', 'customers', /is a context of this workspace/],
    ['about', 'Customer', /what a context is about already/],
    ['about', 'profile', /named like CustomerProfile/],
  ])('refuses %s %s', (question, value, told) => {
    const asked = capabilities.find(({ id }) => id === 'acl')?.questions[question];
    const read = asked && readAnswer(asked, value, { workspace: shop, answers: { ...acl, [question]: value } });
    expect(JSON.stringify(read)).toMatch(told);
  });
});
