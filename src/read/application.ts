import type { Fact } from '../model/fact.ts';
import { addressesIn } from './application/addresses.ts';
import { connectionStringsOf, springConnectionsOf } from './application/connections.ts';
import { dotnetBindingsIn, springBindingsOf } from './application/bindings.ts';
import { ocelotRoutesOf, reverseProxyRoutesOf, springRoutesOf, zuulRoutesOf } from './application/routes.ts';
import { treeOfProperties } from './application/properties.ts';
import { variablesIn } from './defaults.ts';
import { defineReader, given, nameOf, nothing, type Reading } from './reader.ts';
import { treeOfJson } from './tree/json.ts';
import { below, textAt, type Tree } from './tree/tree.ts';
import { treesOfYaml } from './tree/yaml.ts';

const isSettingsOfDotnet = (path: string): boolean => /^appsettings(?:\.[\w-]+)*\.json$/i.test(nameOf(path));
const isOcelot = (path: string): boolean => /^ocelot(?:\.[\w-]+)*\.json$/i.test(nameOf(path));
const isProperties = (path: string): boolean =>
  /^(?:application|bootstrap)(?:-[\w-]+)?\.properties$/.test(nameOf(path));

/** Settings of applications in other languages, .NET's and Spring's: which databases, services, routes and queues they name. */
export const applicationReader = defineReader({
  id: 'application',
  version: 2,
  takes: (path) => isSettingsOfDotnet(path) || isOcelot(path) || isProperties(path) || /\.ya?ml$/.test(path),
  read: ({ file, text }) => {
    if (file.endsWith('.json')) return dotnetIn(file, text);
    if (isProperties(file))
      return { facts: [...springFactsOf(treeOfProperties(text), undefined), ...variablesIn(text)], unreadable: [] };
    if (!springKey.test(text) || /^(?:apiVersion|services)\s*:|\{\{/m.test(text)) return nothing;
    const { documents, unreadable } = treesOfYaml(text);
    const stem = nameOf(file).replace(/\.ya?ml$/, '');
    const of = /^(?:application|bootstrap)(?:-.*)?$/.test(stem) ? undefined : stem;
    return { facts: [...documents.flatMap((tree) => springFactsOf(tree, of)), ...variablesIn(text)], unreadable };
  },
});

const springKey = /^(?:spring|zuul|eureka|feign|ribbon|hystrix|resilience4j|micronaut|quarkus)(?:\.[\w.-]+)?\s*:/m;

function dotnetIn(file: string, text: string): Reading {
  const { tree, unreadable } = treeOfJson(text.replace(/^\uFEFF/, ''));
  if (!tree) return { facts: [], unreadable };
  if (isOcelot(file)) return { facts: ocelotRoutesOf(tree), unreadable };
  const facts: readonly Fact[] = [
    ...connectionStringsOf(below(tree, 'ConnectionStrings')),
    ...addressesIn(tree, undefined),
    ...reverseProxyRoutesOf(tree),
    ...dotnetBindingsIn(tree),
  ];
  return { facts, unreadable };
}

/** `of`: the service that a file of a configuration server is for. */
function springFactsOf(tree: Tree, of: string | undefined): readonly Fact[] {
  const name = textAt(tree, 'spring', 'application', 'name');
  const routes = [...zuulRoutesOf(tree), ...springRoutesOf(tree)];
  return [
    ...(name === undefined || name.includes('$') || of !== undefined
      ? []
      : [{ kind: 'application-name' as const, name, at: tree.at }]),
    ...springConnectionsOf(tree, of),
    ...routes.map((route) => ({ ...route, ...given('gateway', of) })),
    ...addressesIn(tree, of),
    ...springBindingsOf(tree, of),
  ];
}
