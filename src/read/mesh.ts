import type { Fact } from '../model/fact.ts';
import type { MeshFact } from '../model/fact/traffic.ts';
import { plainYamlOf } from './kubernetes/helm.ts';
import { defineReader, given, nothing } from './reader.ts';
import { below, entriesOf, itemsOf, numberOf, textAt, textOf, type Tree } from './tree/tree.ts';
import { treesOfYaml } from './tree/yaml.ts';

const KINDS =
  /^[ \t]*kind:\s*["']?(?:DestinationRule|VirtualService|ServiceProfile|HTTPRoute|GRPCRoute|ServiceDefaults|ServiceResolver|ServiceRouter|CiliumEnvoyConfig|BackendTrafficPolicy)\b/m;
const SIGNS =
  /istio-injection|istio\.io\/(?:rev|dataplane-mode)|sidecar\.istio\.io|linkerd\.io\/|connect-inject|failure-accrual/;

/** What service meshes are told about calls: DestinationRule and VirtualService of Istio, ServiceProfile of Linkerd, Consul’s defaults. */
export const meshReader = defineReader({
  id: 'mesh',
  version: 1,
  takes: (path) => /\.ya?ml$/i.test(path) && !/(?:^|\/)\.github\//.test(path),
  read: ({ text }) => {
    if (!KINDS.test(text) && !SIGNS.test(text)) return nothing;
    const { documents } = treesOfYaml(plainYamlOf(text));
    const trees = documents.flatMap((tree) => [tree, ...itemsOf(below(tree, 'items'))]);
    return {
      facts: trees.flatMap((tree): readonly Fact[] => [...policiesOf(tree), ...injectionOf(tree)]),
      unreadable: [],
    };
  },
});

/** `2s`, `500ms`, `1m`: milliseconds. */
export function millisecondsIn(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text ?? '');
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  return match ? Number(match[1]) * (units[match[2] ?? ''] ?? 1) : undefined;
}

type Said = Omit<Extract<MeshFact, { what: 'policy' }>, 'kind' | 'what' | 'host' | 'at'>;

const policy = (host: string | undefined, at: MeshFact['at'], said: Said): readonly MeshFact[] => {
  const says = said.breaker ?? said.bulkhead ?? said.timeoutMs ?? said.attempts;
  return host === undefined || host === '' || says === undefined
    ? []
    : [{ kind: 'mesh', what: 'policy', host, at, ...said }];
};

function policiesOf(tree: Tree): readonly MeshFact[] {
  const kind = textAt(tree, 'kind') ?? '';
  const spec = below(tree, 'spec');
  const name = textAt(tree, 'metadata', 'name');
  switch (kind) {
    case 'DestinationRule':
      return destinationsOf(spec, tree);
    case 'VirtualService':
      return routedBy(itemsOf(below(spec, 'http')), kind);
    case 'HTTPRoute':
    case 'GRPCRoute':
      return routedBy(itemsOf(below(spec, 'rules')), kind);
    case 'ServiceProfile':
      return itemsOf(below(spec, 'routes')).flatMap((route) =>
        policy(name, route.at, { by: kind, ...given('timeoutMs', millisecondsIn(textAt(route, 'timeout'))) }),
      );
    case 'ServiceDefaults':
      return defaultsOf(spec, name, tree);
    case 'Service':
      return accrualOf(tree, name);
    default:
      return [];
  }
}

function destinationsOf(spec: Tree | undefined, tree: Tree): readonly MeshFact[] {
  const policies = [
    below(spec, 'trafficPolicy'),
    ...itemsOf(below(spec, 'subsets')).map((one) => below(one, 'trafficPolicy')),
  ];
  const has = (key: string) => policies.some((one) => below(one, key) !== undefined);
  return policy(textAt(spec, 'host'), tree.at, {
    by: 'DestinationRule',
    ...(has('outlierDetection') ? { breaker: true } : {}),
    ...(has('connectionPool') ? { bulkhead: true } : {}),
  });
}

const routedBy = (rules: readonly Tree[], by: string): readonly MeshFact[] =>
  rules.flatMap((rule) => {
    const timeoutMs = millisecondsIn(textAt(rule, 'timeout') ?? textAt(rule, 'timeouts', 'request'));
    const more = numberOf(below(rule, 'retries', 'attempts') ?? below(rule, 'retry', 'attempts'));
    const attempts = more === undefined || more === 0 ? undefined : more + 1;
    const targets = [...itemsOf(below(rule, 'route')), ...itemsOf(below(rule, 'backendRefs'))];
    return targets.flatMap((target) =>
      policy(textAt(target, 'destination', 'host') ?? textAt(target, 'name'), rule.at, {
        by,
        ...given('timeoutMs', timeoutMs),
        ...given('attempts', attempts),
      }),
    );
  });

function defaultsOf(spec: Tree | undefined, name: string | undefined, tree: Tree): readonly MeshFact[] {
  const upstream = below(spec, 'upstreamConfig');
  const configs = [below(upstream, 'defaults'), ...itemsOf(below(upstream, 'overrides'))];
  const has = (key: string) => configs.some((one) => below(one, key) !== undefined);
  return policy(name, tree.at, {
    by: 'ServiceDefaults',
    ...(has('passiveHealthCheck') ? { breaker: true } : {}),
    ...(has('limits') ? { bulkhead: true } : {}),
  });
}

/** Linkerd breaks circuits to a Service that is annotated so. */
const accrualOf = (tree: Tree, name: string | undefined): readonly MeshFact[] =>
  entriesOf(below(tree, 'metadata', 'annotations')).flatMap(([key, { at }]) =>
    key === 'balancer.linkerd.io/failure-accrual' ? policy(name, at, { by: 'Linkerd', breaker: true }) : [],
  );

const INJECTS =
  /^(?:istio-injection|istio\.io\/(?:rev|dataplane-mode)|sidecar\.istio\.io\/inject|linkerd\.io\/inject|consul\.hashicorp\.com\/connect-inject)$/;

/** Namespaces and workloads that a sidecar is put into. */
function injectionOf(tree: Tree): readonly MeshFact[] {
  const metas = [below(tree, 'metadata'), below(tree, 'spec', 'template', 'metadata')];
  const found = metas.flatMap((meta) => [
    ...entriesOf(below(meta, 'labels')),
    ...entriesOf(below(meta, 'annotations')),
  ]);
  const first = found.find(
    ([key, { value }]) => INJECTS.test(key) && !/^(?:disabled|false)$/.test(textOf(value) ?? ''),
  );
  const name = textAt(tree, 'metadata', 'name') ?? '';
  return first ? [{ kind: 'mesh', what: 'injected', name, at: first[1].at }] : [];
}
