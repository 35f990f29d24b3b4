import type { RouteFact } from '../../model/fact/infrastructure.ts';
import type { Reading } from '../reader.ts';
import { defineReader, nameOf, nothing } from '../reader.ts';
import { treeOfJson } from '../tree/json.ts';
import type { Tree } from '../tree/tree.ts';
import { treesOfYaml } from '../tree/yaml.ts';
import { nginxFactsOf } from './nginx.ts';
import { caddyRoutesOf, haproxyRoutesOf, traefikTomlRoutesOf } from './texts.ts';
import { envoyRoutesOf, expressGatewayRoutesOf, kongRoutesOf, krakendRoutesOf, traefikRoutesOf } from './trees.ts';

/** How the configuration of a gateway is told from other YAML or JSON, and what routes it has. */
const kinds: readonly (readonly [sign: RegExp, routes: (tree: Tree) => readonly RouteFact[]])[] = [
  [/["']?_format_version["']?\s*:/, kongRoutesOf],
  [/["']?static_resources["']?\s*:/, envoyRoutesOf],
  [
    /\brouters["']?\s*:[\s\S]*\bloadBalancer["']?\s*:|\bloadBalancer["']?\s*:[\s\S]*\brouters["']?\s*:/i,
    traefikRoutesOf,
  ],
  [/["']?serviceEndpoints["']?\s*:/, expressGatewayRoutesOf],
  [/"endpoints"\s*:[\s\S]*"backend"\s*:/, krakendRoutesOf],
];

const isText = (path: string): boolean =>
  /^Caddyfile(?:\.\w+)?$|\.caddy$|^haproxy[\w.-]*\.cfg$|\.toml$/i.test(nameOf(path));

/** Gateways other than nginx: Kong, Envoy, Traefik, express-gateway, KrakenD, Caddy, HAProxy. */
export const gatewaysReader = defineReader({
  id: 'gateways',
  version: 2,
  takes: (path) =>
    isText(path) ||
    /\.ya?ml(?:\.(?:template|tmpl|tpl|j2))?$/i.test(path) ||
    /(?:krakend|kong|envoy|gateway)[\w.-]*\.(?:json|tmpl)$/i.test(nameOf(path)),
  read: ({ file, text }) =>
    isText(file) ? { facts: routesInText(file, text), unreadable: [] } : routesInTree(file, text),
});

function routesInText(file: string, text: string): readonly RouteFact[] {
  if (/\.toml$/i.test(file)) return /\brouters\b/.test(text) ? traefikTomlRoutesOf(text) : [];
  return /\.cfg$/i.test(file) ? haproxyRoutesOf(text) : caddyRoutesOf(text);
}

/** The routes of a gateway's configuration of any kind, whatever file or ConfigMap it stands in. */
export function routesOfConfiguration(name: string, text: string): readonly RouteFact[] {
  if (/_pass\b/.test(text)) return nginxFactsOf(text).flatMap((fact) => (fact.kind === 'route' ? [fact] : []));
  if (isText(name)) return routesInText(name, text);
  return routesInTree(name, text).facts.flatMap((fact) => (fact.kind === 'route' ? [fact] : []));
}

function routesInTree(file: string, text: string): Reading {
  const kind = kinds.find(([sign]) => sign.test(text));
  if (!kind || /^apiVersion\s*:/m.test(text)) return nothing;
  const isJson = /\.(?:json|tmpl)$/i.test(file) && text.trimStart().startsWith('{');
  const trees = isJson ? [treeOfJson(text).tree].filter((tree) => tree !== undefined) : treesOfYaml(text).documents;
  return { facts: trees.flatMap((tree) => kind[1](tree)), unreadable: [] };
}
