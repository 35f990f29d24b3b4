import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as apps from 'kubernetes-models/apps/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { workspace, answersOf, born } from './born.ts';

type Manifest = { readonly apiVersion: string; readonly kind: string; readonly metadata: { readonly name: string } };
type Validated = new (manifest: object) => { validate(): void };

/** The API's own schemas, by group and version as manifests name them. */
const schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'apps/v1': apps,
  'autoscaling/v2': autoscaling,
  'networking.k8s.io/v1': networking,
  'policy/v1': policy,
  v1: core,
};
const clone = resolve(import.meta.dirname, '../../..');
const place = mkdtempSync(join(tmpdir(), 'msvc-manifests-'));
const texts = new Map<string, string>();
let manifests: readonly Manifest[] = [];

beforeAll(async () => {
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
  const services = ['orders', 'pricing'].map((name, index) => ({
    name,
    path: `services/${name}`,
    contexts: [name],
    number: index + 1,
  }));
  await born(texts, 'service', answersOf('orders'), { ...workspace, services });
  await born(texts, 'service', answersOf('pricing', { calls: ['orders'] }), { ...workspace, services });
  manifests = [...texts]
    .filter(([path]) => /(?:k8s|kubernetes)\/.*\.yaml$/.test(path) && !path.endsWith('kustomization.yaml'))
    .flatMap(([, text]) => parseAllDocuments(text).map((document): Manifest => document.toJS()));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

const invalid = (manifest: Manifest): string | undefined => {
  const schema = schemas[manifest.apiVersion]?.[manifest.kind];
  if (typeof schema !== 'function') return `there is no ${manifest.apiVersion} ${manifest.kind}`;
  try {
    new (schema as Validated)(manifest).validate();
    return undefined;
  } catch (error) {
    return String(error);
  }
};

/** Fields that the API does not know: the compiler refuses them in a literal of the API's type. */
const unknownFieldsIn = (checked: readonly Manifest[]): string => {
  const file = join(place, 'manifests.ts');
  const lines = checked.map(({ apiVersion, kind, ...rest }, index) => {
    const type = `import('${join(clone, 'node_modules/kubernetes-models', apiVersion)}').I${kind}`;
    return `export const m${index}: ${type} = ${JSON.stringify({ apiVersion, kind, ...rest })};`;
  });
  writeFileSync(file, `${lines.join('\n')}\n`);
  const compiler = join(clone, 'node_modules/typescript-native/bin/tsc');
  const options = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'nodenext',
    '--types',
    '',
    file,
  ];
  return spawnSync(process.execPath, [compiler, ...options], { encoding: 'utf8' }).stdout;
};

describe('the manifests of a generated workspace', () => {
  it('are what the schemas of the Kubernetes API ask for', () => {
    expect(manifests.length).toBeGreaterThanOrEqual(15);
    expect(manifests.flatMap((each) => invalid(each) ?? [])).toEqual([]);
  });

  it('have no field that the API does not know', () => {
    expect(unknownFieldsIn(manifests)).toBe('');
    const first = manifests.find(({ kind }) => kind === 'Deployment');
    expect(unknownFieldsIn([{ ...first, specs: {} } as unknown as Manifest])).toMatch(/'"?specs"?' does not exist/);
  }, 60_000);

  it('let the callers of a service through, and nobody else', () => {
    const guard = manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'orders');
    const caller = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'pricing');
    const admitted = { podSelector: { matchLabels: { 'calls/orders': 'true' } } };
    expect(guard).toMatchObject({ spec: { ingress: [{ from: [admitted], ports: [{ port: 'grpc' }] }, {}] } });
    expect(caller).toMatchObject({ spec: { template: { metadata: { labels: { 'calls/orders': 'true' } } } } });
    const denied = manifests.find(({ metadata }) => metadata.name === 'default-deny');
    expect(denied).toMatchObject({ spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });
  });

  it('show the role that may change tables to the migration alone', () => {
    for (const manifest of manifests.filter(({ kind }) => kind === 'Deployment')) {
      const { spec } = manifest as unknown as { spec: { template: { spec: Record<string, unknown> } } };
      const { containers, initContainers } = spec.template.spec;
      expect(JSON.stringify(initContainers)).toContain('_MIGRATION_URL');
      expect(JSON.stringify(containers)).not.toContain('MIGRATION');
    }
  });

  const kubectl = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' });
  it.skipIf(kubectl.status !== 0)('are put together for dev and for prod by Kustomize', () => {
    for (const [path, text] of texts) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), text);
    }
    for (const [environment, replicas] of [
      ['dev', 1],
      ['prod', 3],
    ] as const) {
      const made = spawnSync('kubectl', ['kustomize', join(place, 'platform/kubernetes', environment)], {
        encoding: 'utf8',
      });
      expect(made.stderr).toBe('');
      const documents = parseAllDocuments(made.stdout).map((document): Manifest => document.toJS());
      expect(documents.flatMap((each) => invalid(each) ?? [])).toEqual([]);
      const scalers = documents.filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
      expect(scalers).toHaveLength(2);
      for (const scaler of scalers) expect(scaler).toMatchObject({ spec: { minReplicas: replicas } });
    }
  });
});
