import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as admission from 'kubernetes-models/admissionregistration.k8s.io/v1';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { parse, parseAllDocuments } from 'yaml';

export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
};
type Validated = new (manifest: object) => { validate(): void };
type Texts = ReadonlyMap<string, string>;

/** The API's own schemas, by group and version as manifests name them. */
const schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'apps/v1': apps,
  'autoscaling/v2': autoscaling,
  'networking.k8s.io/v1': networking,
  'policy/v1': policy,
  v1: core,
};

/** Kubernetes 1.36 is the first whose API has this kind in version v1: kubernetes-models 5 is of 1.36 or later. */
export const isOfVersion136 = (): boolean => 'MutatingAdmissionPolicy' in admission;

/** Everything that Kustomize would apply but for namespaces: the resources, with the patches of their folder in them. */
export function manifestsIn(texts: Texts): readonly Manifest[] {
  const folders = [...texts.keys()]
    .filter((path) => path.endsWith('k8s/kustomization.yaml'))
    .map((path) => path.replace(/[^/]+$/, ''));
  const own = [...texts.keys()].filter((path) => /^platform\/kubernetes\/(?!.*kustomization)/.test(path));
  return [
    ...own.flatMap((path) => documentsIn(texts, path)),
    ...folders.flatMap((folder) => resourcesIn(texts, folder)),
  ];
}

const documentsIn = (texts: Texts, path: string): readonly Manifest[] =>
  parseAllDocuments(texts.get(path) ?? '').map((document): Manifest => document.toJS());

function resourcesIn(texts: Texts, folder: string): readonly Manifest[] {
  const { resources, patches = [] } = parse(texts.get(`${folder}kustomization.yaml`) ?? '');
  const added = patches.flatMap(({ path }: { path: string }) => documentsIn(texts, folder + path));
  const isFor = (one: Manifest) => (other: Manifest) =>
    one.kind === other.kind && one.metadata.name === other.metadata.name;
  return resources
    .flatMap((path: string) => documentsIn(texts, folder + path))
    .map((manifest: Manifest) => added.filter(isFor(manifest)).reduce(patched, manifest));
}

/** A strategic merge: lists of things with names are joined by name. */
function patched<T>(value: T, patch: unknown): T {
  const isNamed = (one: unknown): one is { name: string } => typeof one === 'object' && one !== null && 'name' in one;
  if (Array.isArray(value) && Array.isArray(patch) && patch.every(isNamed)) {
    const isNew = (one: { name: string }) => !value.some((other) => isNamed(other) && other.name === one.name);
    const merged = value.map((one) =>
      patched(one, patch.find((other) => isNamed(one) && other.name === one.name) ?? {}),
    );
    return [...merged, ...patch.filter(isNew)] as T;
  }
  if (typeof value !== 'object' || value === null || typeof patch !== 'object' || patch === null) return patch as T;
  const fields = Object.entries(patch).map(([name, one]) => [
    name,
    name in value ? patched(value[name as keyof T], one) : one,
  ]);
  return { ...value, ...Object.fromEntries(fields) };
}

/** What the schema of its kind has against a manifest. */
export function invalid(manifest: Manifest): string | undefined {
  const schema = schemas[manifest.apiVersion]?.[manifest.kind];
  if (typeof schema !== 'function') return `there is no ${manifest.apiVersion} ${manifest.kind}`;
  try {
    new (schema as Validated)(manifest).validate();
    return undefined;
  } catch (error) {
    return `${manifest.metadata.name}: ${String(error)}`;
  }
}

/** Fields that the API does not know: the compiler refuses them in a literal of the API's type. */
export function unknownFieldsIn(checked: readonly Manifest[]): string {
  const clone = resolve(import.meta.dirname, '../../..');
  const place = mkdtempSync(join(tmpdir(), 'msvc-manifests-'));
  const file = join(place, 'manifests.ts');
  const lines = checked.map(({ apiVersion, kind, ...rest }, index) => {
    const type = `import('${join(clone, 'node_modules/kubernetes-models', apiVersion)}').I${kind}`;
    return `export const m${index}: ${type} = ${JSON.stringify({ apiVersion, kind, ...rest })};`;
  });
  writeFileSync(file, `${lines.join('\n')}\n`);
  const compiler = join(clone, 'node_modules/typescript-native/bin/tsc');
  const options = '--ignoreConfig --noEmit --strict --skipLibCheck --module nodenext --types'.split(' ');
  const said = spawnSync(process.execPath, [compiler, ...options, '', file], { encoding: 'utf8' }).stdout;
  rmSync(place, { recursive: true });
  return said;
}
