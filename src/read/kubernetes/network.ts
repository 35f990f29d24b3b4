import type { NetworkNameFact, RouteFact } from '../../model/fact/infrastructure.ts';
import { pathOfRule } from '../gateways/trees.ts';
import { given } from '../reader.ts';
import { below, itemsOf, numberOf, recordOf, textAt, textOf, type Tree } from '../tree/tree.ts';

/** A Kubernetes Service. */
export function networkNameOf(tree: Tree): NetworkNameFact | undefined {
  const name = textAt(tree, 'metadata', 'name');
  const spec = below(tree, 'spec');
  if (name === undefined || !spec) return undefined;
  const ports = itemsOf(below(spec, 'ports')).flatMap((item) => {
    const port = numberOf(below(item, 'port'));
    if (port === undefined) return [];
    const target = below(item, 'targetPort');
    return [
      {
        port,
        ...given('target', numberOf(target) ?? textOf(target)),
        ...given('nodePort', numberOf(below(item, 'nodePort'))),
      },
    ];
  });
  return {
    kind: 'network-name',
    name,
    ...given('namespace', textAt(tree, 'metadata', 'namespace')),
    selector: recordOf(below(spec, 'selector')),
    ...given('externalName', textAt(spec, 'externalName')),
    type: textAt(spec, 'type') ?? 'ClusterIP',
    ports,
    at: tree.at,
  };
}

/** Routes of an Ingress, of the Gateway API, of Istio's VirtualService, Traefik's IngressRoute or Ambassador's Mapping. */
export function routesOf(tree: Tree, kind: string): readonly RouteFact[] {
  const gateway = textAt(tree, 'metadata', 'name');
  const route = (path: string, target: string | undefined, at: RouteFact['at']): readonly RouteFact[] =>
    target === undefined
      ? []
      : [{ kind: 'route', via: 'ingress', ...given('gateway', gateway), of: kind, path, target, at }];
  if (kind === 'Ingress')
    return itemsOf(below(tree, 'spec', 'rules')).flatMap((rule) =>
      itemsOf(below(rule, 'http', 'paths')).flatMap((path) =>
        route(textAt(path, 'path') ?? '/', ingressTargetOf(below(path, 'backend')), path.at),
      ),
    );
  if (kind === 'Mapping') return route(textAt(tree, 'spec', 'prefix') ?? '/', textAt(tree, 'spec', 'service'), tree.at);
  if (kind === 'IngressRoute')
    return itemsOf(below(tree, 'spec', 'routes')).flatMap((rule) =>
      itemsOf(below(rule, 'services')).flatMap((service) =>
        route(pathOfRule(textAt(rule, 'match') ?? ''), targetOf(service), rule.at),
      ),
    );
  const rules = /^(?:HTTP|GRPC)Route$/.test(kind)
    ? itemsOf(below(tree, 'spec', 'rules'))
    : itemsOf(below(tree, 'spec', 'http'));
  return rules.flatMap((rule) => {
    const targets = [...itemsOf(below(rule, 'backendRefs')), ...itemsOf(below(rule, 'route'))].flatMap(
      (item) => targetOf(item) ?? [],
    );
    return targets.flatMap((target) => route(matchOf(rule), target, rule.at));
  });
}

function ingressTargetOf(backend: Tree | undefined): string | undefined {
  const name = textAt(backend, 'service', 'name') ?? textAt(backend, 'serviceName');
  const port = textAt(backend, 'service', 'port', 'number') ?? textAt(backend, 'servicePort');
  return name === undefined ? undefined : port === undefined ? name : `${name}:${port}`;
}

function targetOf(item: Tree): string | undefined {
  const host = textAt(item, 'destination', 'host') ?? textAt(item, 'name');
  const port = textAt(item, 'destination', 'port', 'number') ?? textAt(item, 'port');
  return host === undefined ? undefined : port === undefined ? host : `${host}:${port}`;
}

function matchOf(rule: Tree): string {
  const match = itemsOf(below(rule, 'matches') ?? below(rule, 'match'))[0];
  const method = [textAt(match, 'method', 'service'), textAt(match, 'method', 'method')].filter(Boolean).join('/');
  if (method !== '') return `/${method}`;
  return textAt(match, 'path', 'value') ?? textAt(match, 'uri', 'prefix') ?? textAt(match, 'uri', 'exact') ?? '/';
}
