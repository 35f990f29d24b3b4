import type { EnvEntry } from '../../model/fact/env.ts';
import type { ContainerFact, PortFact, ProbeFact } from '../../model/fact/infrastructure.ts';
import type { At } from '../../model/fact/module.ts';
import { stagesOf } from '../dockerfile.ts';
import { given } from '../reader.ts';
import { countIn } from '../tree/count.ts';
import { masked } from '../secrets.ts';
import { below, entriesOf, itemsOf, recordOf, textAt, textOf, textsOf, type Entry, type Tree } from '../tree/tree.ts';
import { wordsOf } from '../../model/words.ts';

/** One entry under `services:`. */
export function composeServiceOf(name: string, { value: tree, at }: Entry): ContainerFact | undefined {
  if (tree.kind !== 'map') return undefined;
  return {
    kind: 'container',
    source: 'compose',
    name,
    labels: { ...labelsOf(below(tree, 'deploy', 'labels')), ...labelsOf(below(tree, 'labels')) },
    ...given('image', textAt(tree, 'image')),
    ...given('imageAt', below(tree, 'image')?.at),
    ...given('build', buildOf(below(tree, 'build'))),
    ...given('command', commandOf(below(tree, 'command'))),
    ...given('entrypoint', commandOf(below(tree, 'entrypoint'))),
    ...given('workingDir', textAt(tree, 'working_dir')),
    env: envOf(below(tree, 'environment')),
    envFiles: envFilesOf(below(tree, 'env_file')),
    envFrom: [],
    ports: [...portsOf(below(tree, 'ports')), ...portsOf(below(tree, 'expose'))],
    dependsOn: dependsOnOf(below(tree, 'depends_on')),
    aliases: aliasesOf(tree),
    ...given('links', linksOf(below(tree, 'links'))),
    volumes: itemsOf(below(tree, 'volumes')).flatMap((item) => textOf(item) ?? textAt(item, 'source') ?? []),
    profiles: textsOf(below(tree, 'profiles')),
    ...given('extends', extendsOf(below(tree, 'extends'))),
    probes: probesOf(below(tree, 'healthcheck')),
    ...given('security', securityOf(tree)),
    ...given('replicas', countIn(below(tree, 'deploy', 'replicas') ?? below(tree, 'scale'))),
    at,
  };
}

function buildOf(tree: Tree | undefined): ContainerFact['build'] {
  if (!tree) return undefined;
  const context = textOf(tree) ?? textAt(tree, 'context') ?? '.';
  return {
    context,
    ...given('dockerfile', textAt(tree, 'dockerfile')),
    ...given('target', textAt(tree, 'target')),
    args: labelsOf(below(tree, 'args')),
    ...given('inline', inlineOf(below(tree, 'dockerfile_inline'))),
    ...given('contexts', contextsOf(below(tree, 'additional_contexts'))),
  };
}

/** A Dockerfile as a block of text, its places moved to where the block stands. */
function inlineOf(tree: Tree | undefined): NonNullable<ContainerFact['build']>['inline'] {
  const text = textOf(tree);
  if (!tree || text === undefined) return undefined;
  const moved = ([line, column]: At): At => [line + tree.at[0], column];
  return stagesOf(text).map((stage) => ({
    ...stage,
    at: moved(stage.at),
    env: stage.env.map((entry) => ({ ...entry, at: moved(entry.at) })),
  }));
}

const contextsOf = (tree: Tree | undefined): Readonly<Record<string, string>> | undefined =>
  tree ? labelsOf(tree) : undefined;

const commandOf = (tree: Tree | undefined): readonly string[] | undefined => {
  const line = textOf(tree);
  if (line !== undefined) return wordsOf(line);
  return tree?.kind === 'list' ? textsOf(tree) : undefined;
};

/** A map, or a list of `NAME=value`; a name alone takes its value from the shell. */
function envOf(tree: Tree | undefined): readonly EnvEntry[] {
  if (tree?.kind === 'map')
    return entriesOf(tree).map(([name, entry]) => {
      const value = textOf(entry.value);
      return { name, ...(value === undefined ? {} : { value: masked(name, value) }), at: entry.at };
    });
  return itemsOf(tree).flatMap((item) => {
    const [name, value] = pairOf(textOf(item) ?? '');
    if (name === '') return [];
    return [{ name, ...(value === undefined ? {} : { value: masked(name, value) }), at: item.at }];
  });
}

const pairOf = (text: string): readonly [string, string | undefined] => {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
};

/** Labels and build arguments: a map, or a list of `name=value`. */
const labelsOf = (tree: Tree | undefined): Readonly<Record<string, string>> =>
  tree?.kind === 'list'
    ? Object.fromEntries(textsOf(tree).map((text) => [pairOf(text)[0], pairOf(text)[1] ?? '']))
    : recordOf(tree);

function envFilesOf(tree: Tree | undefined): ContainerFact['envFiles'] {
  const one = textOf(tree);
  if (tree && one !== undefined) return [{ path: one, at: tree.at }];
  return itemsOf(tree).flatMap((item) => {
    const path = textOf(item) ?? textAt(item, 'path');
    return path === undefined ? [] : [{ path, at: item.at }];
  });
}

const portsOf = (tree: Tree | undefined): readonly PortFact[] => itemsOf(tree).flatMap((item) => portOf(item) ?? []);

/** `3000`, `8080:3000`, `127.0.0.1:8080:3000/tcp`, `${PORT:-8080}:3000`, or the long form. */
function portOf(item: Tree): PortFact | undefined {
  const text = textOf(item)?.replace(/\$\{\w+:?-(\d+)\}/g, '$1') ?? longPortOf(item);
  const parts = text.replace(/\/\w+$/, '').match(/\$\{[^}]*\}|[^:]+/g) ?? [];
  const container = Number(parts.at(-1));
  const published = Number(parts.at(-2));
  if (!Number.isInteger(container)) return undefined;
  if (!Number.isInteger(published)) return { container };
  const host = parts.length > 2 ? parts[0] : textAt(item, 'host_ip');
  return { container, published, ...(isLoopback(host) ? { isLocal: true } : {}), at: item.at };
}
const isLoopback = (host: string | undefined): boolean =>
  host !== undefined && /^(?:127\.|localhost$|\[?::1)/.test(host);
const longPortOf = (item: Tree): string =>
  [textAt(item, 'published'), textAt(item, 'target')].filter((part) => part !== undefined).join(':');

const dependsOnOf = (tree: Tree | undefined): readonly string[] =>
  tree?.kind === 'map' ? entriesOf(tree).map(([name]) => name) : textsOf(tree);

function aliasesOf(tree: Tree): readonly string[] {
  const networks = entriesOf(below(tree, 'networks')).flatMap(([, { value }]) => [
    ...textsOf(below(value, 'aliases')),
    ...['ipv4_address', 'ipv6_address'].map((key) => textAt(value, key)),
  ]);
  const names = [textAt(tree, 'container_name'), textAt(tree, 'hostname'), ...networks];
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** `orders-service:orders`; without an alias it says nothing that the name does not. */
function linksOf(tree: Tree | undefined): ContainerFact['links'] {
  const links = textsOf(tree).flatMap((text) => {
    const [service = '', alias] = text.split(':');
    return alias === undefined || alias === service ? [] : [{ service, alias }];
  });
  return links.length > 0 ? links : undefined;
}

function extendsOf(tree: Tree | undefined): ContainerFact['extends'] {
  const service = textOf(tree) ?? textAt(tree, 'service');
  return service === undefined ? undefined : { service, ...given('file', textAt(tree, 'file')) };
}

function securityOf(tree: Tree): ContainerFact['security'] {
  const isPrivileged = textAt(tree, 'privileged') === 'true';
  const place = isPrivileged ? below(tree, 'privileged') : below(tree, 'user');
  if (!place) return undefined;
  return { ...given('user', textAt(tree, 'user')), ...(isPrivileged ? { privileged: true } : {}), at: place.at };
}

function probesOf(tree: Tree | undefined): readonly ProbeFact[] {
  const check = textsOf(below(tree, 'test')).join(' ');
  if (!tree || check === '' || /^NONE$/i.test(check) || textAt(tree, 'disable') === 'true') return [];
  return [{ kind: 'healthcheck', check, at: tree.at }];
}
