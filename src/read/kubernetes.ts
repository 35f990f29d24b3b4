import type { Fact } from '../model/fact.ts';
import { withOpenings } from './kubernetes/openings.ts';
import { containersOf } from './kubernetes/containers.ts';
import { plainYamlOf } from './kubernetes/helm.ts';
import { kustomizationOf } from './kubernetes/kustomize.ts';
import { clusterReleasesOf, helmfileReleasesOf } from './kubernetes/releases.ts';
import { networkNameOf, routesOf } from './kubernetes/network.ts';
import { chartValuesOf, routesInConfigMap, settingsOf } from './kubernetes/settings.ts';
import { defineReader, nameOf, nothing, type Reading } from './reader.ts';
import { below, itemsOf, textAt, type Tree } from './tree/tree.ts';
import { treesOfYaml } from './tree/yaml.ts';

const isKustomization = (path: string): boolean => /^kustomization\.ya?ml$|^Kustomization$/.test(nameOf(path));
/** `values.yaml`, `values-prod.yaml`, `orders.values.yaml`. */
const isValues = (path: string): boolean => /^(?:[\w-]+[.-])?values(?:[.-][\w.-]+)?\.ya?ml$/.test(nameOf(path));
const isHelmfile = (path: string): boolean => /^helmfile(?:[.-][\w-]+)*\.ya?ml(?:\.gotmpl)?$/.test(nameOf(path));

/** Kubernetes manifests, Helm templates with their values, Kustomize overlays. */
export const kubernetesReader = defineReader({
  id: 'kubernetes',
  version: 8,
  takes: (path) =>
    (/\.ya?ml$/i.test(path) || isKustomization(path) || isHelmfile(path)) && !/(?:^|\/)\.github\//.test(path),
  read: ({ file, text }) => {
    if (isValues(file)) return valuesOf(text);
    if (isKustomization(file)) return kustomizationIn(text);
    if (isHelmfile(file))
      return { facts: treesOfYaml(plainYamlOf(text)).documents.flatMap(helmfileReleasesOf), unreadable: [] };
    if (!/^[ \t]*["']?apiVersion["']?[ \t]*:/m.test(text) || !/^[ \t]*["']?kind["']?[ \t]*:/m.test(text))
      return nothing;
    return manifestsIn(text);
  },
});

function manifestsIn(text: string): Reading {
  const source = text.includes('{{') ? 'helm' : 'kubernetes';
  const { documents, unreadable } = treesOfYaml(plainYamlOf(text));
  const trees = documents.flatMap((tree) => [tree, ...itemsOf(below(tree, 'items'))]);
  const facts = trees.flatMap((tree) => factsOfManifest(tree, source));
  return {
    facts: source === 'helm' ? withOpenings(facts, text) : facts,
    // A template need not be YAML before it is rendered; what could be read is all there is to say.
    unreadable: source === 'helm' ? [] : unreadable,
  };
}

function factsOfManifest(tree: Tree, source: 'helm' | 'kubernetes'): readonly Fact[] {
  const kind = textAt(tree, 'kind') ?? '';
  const containers = containersOf(tree, kind, source);
  if (containers.length > 0) return containers;
  if (kind === 'Application' || kind === 'HelmRelease') return clusterReleasesOf(tree, kind);
  if (kind === 'Kustomization' || kind === 'Component') return kustomizationOf(tree);
  if (/^(?:Ingress|HTTPRoute|GRPCRoute|VirtualService|IngressRoute|Mapping)$/.test(kind)) return routesOf(tree, kind);
  if (/^(?:ConfigMap|Secret|SealedSecret|ExternalSecret)$/.test(kind))
    return [settingsOf(tree, kind), ...routesInConfigMap(tree, kind)].filter((fact) => fact !== undefined);
  if (kind === 'LimitRange') return [{ kind: 'marks', marks: ['limit-range'] }];
  return kind === 'Service' ? [networkNameOf(tree)].filter((fact) => fact !== undefined) : [];
}

function valuesOf(text: string): Reading {
  const { documents, unreadable } = treesOfYaml(plainYamlOf(text));
  return { facts: documents.slice(0, 1).map(chartValuesOf), unreadable };
}

function kustomizationIn(text: string): Reading {
  const { documents, unreadable } = treesOfYaml(text);
  return { facts: documents.flatMap(kustomizationOf), unreadable };
}
