import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { brokerKinds } from '../../../templates/broker/kinds.ts';
import { born } from './born.ts';
import { known, withEverything, withNothing } from './everything.ts';
import { invalid, isOfVersion136, manifestsIn, unknownFieldsIn, type Manifest } from './manifests.ts';

/** Certificates are cert-manager's, and no part of the API. */
const isOfTheApi = ({ apiVersion }: Manifest): boolean => apiVersion !== 'cert-manager.io/v1';
const sorts = (manifests: readonly Manifest[]) =>
  new Set(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`));

let plain: ReadonlyMap<string, string>;
let everything: ReadonlyMap<string, string>;
beforeAll(async () => {
  plain = await withNothing();
  everything = await withEverything();
}, 60_000);

describe('the manifests of a generated workspace', () => {
  it('are what the schemas of the Kubernetes API ask for', () => {
    expect(isOfVersion136()).toBe(true);
    const manifests = manifestsIn(plain);
    expect(manifests.length).toBeGreaterThanOrEqual(20);
    expect(manifests.flatMap((each) => invalid(each) ?? [])).toEqual([]);
  });

  it('are so with everything that can be added', () => {
    const manifests = manifestsIn(everything);
    const added = [...sorts(manifests)].filter((one) => !sorts(manifestsIn(plain)).has(one));
    expect(added).toEqual(['Service orders-rest', 'NetworkPolicy orders-rest', 'Certificate orders']);
    expect(manifests.filter(isOfTheApi).flatMap((each) => invalid(each) ?? [])).toEqual([]);
    const orders = JSON.stringify(
      manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'orders'),
    );
    expect(orders).toContain('"secretName":"orders-tls"');
    expect(orders).toContain('"readinessProbe"');
  });

  it.each(brokerKinds.filter(({ adapter }) => adapter !== undefined).map(({ id }) => id))(
    'are so with events carried by %s',
    async (broker) => {
      const texts = new Map(plain);
      const { outcomes } = await born(texts, 'broker', { broker }, known);
      expect(outcomes.filter(({ path, kind }) => kind === 'changed' && path.includes('/k8s/'))).toHaveLength(3);
      expect(manifestsIn(texts).flatMap((each) => invalid(each) ?? [])).toEqual([]);
    },
  );

  it('have no field that the API does not know', () => {
    const manifests = manifestsIn(everything).filter(isOfTheApi);
    expect(unknownFieldsIn(manifests)).toBe('');
    const first = manifests.find(({ kind }) => kind === 'Deployment');
    expect(unknownFieldsIn([{ ...first, specs: {} } as unknown as Manifest])).toMatch(/'"?specs"?' does not exist/);
  }, 60_000);

  const kubectl = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' });
  const place = mkdtempSync(join(tmpdir(), 'msvc-manifests-'));
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  it.skipIf(kubectl.status !== 0)('are put together for dev and for prod by Kustomize', () => {
    for (const [path, text] of everything) {
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
      expect(documents.filter(isOfTheApi).flatMap((each) => invalid(each) ?? [])).toEqual([]);
      const scalers = documents.filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
      expect(scalers).toHaveLength(3);
      for (const scaler of scalers) expect(scaler).toMatchObject({ spec: { minReplicas: replicas } });
    }
  });
});
