import type { RouteFact } from '../../model/fact/infrastructure.ts';
import { wordsOf } from '../../model/words.ts';
import { pathOfRule } from './trees.ts';

type Line = { readonly words: readonly string[]; readonly at: RouteFact['at']; readonly text: string };

const linesOf = (text: string): readonly Line[] =>
  text.split(/\r?\n/).map((line, index) => {
    const bare = line.length > 2000 ? '' : line.replace(/(^|\s)#.*$/, '').trim();
    return { words: wordsOf(bare), at: [index + 1, line.search(/\S|$/) + 1], text: bare };
  });

/** Caddyfile: `reverse_proxy` with a matcher of its own, or inside a block that has one. */
export function caddyRoutesOf(text: string): readonly RouteFact[] {
  const blocks: string[] = [];
  const matchers = new Map<string, string>();
  const routes: RouteFact[] = [];
  const pathIn = (word: string | undefined): string | undefined =>
    word === undefined
      ? undefined
      : word.startsWith('@')
        ? matchers.get(word)
        : word.startsWith('/')
          ? word
          : undefined;
  for (const { words, at, text: line } of linesOf(text)) {
    const [first = '', ...rest] = words;
    if (first.startsWith('@')) {
      const path = rest.find((word) => word.startsWith('/'));
      if (path !== undefined) matchers.set(first, path);
    }
    if (first === 'reverse_proxy') {
      const path = pathIn(rest[0]) ?? blocks.findLast((block) => block !== '') ?? '/';
      const targets = rest.filter(
        (word) => /^(?:https?:\/\/|h2c:\/\/)?[\w{$.-][^/@]*(?::\S+)?$/.test(word) && word !== '{',
      );
      for (const target of targets)
        routes.push({
          kind: 'route',
          via: 'caddy',
          path,
          target: target.replace(/\{\$(\w+)(?::[^}]*)?\}/g, '${$1}'),
          at,
        });
    }
    if (line.endsWith('{')) blocks.push(/^(?:handle|handle_path|route)$/.test(first) ? (pathIn(rest[0]) ?? '') : '');
    else if (line === '}') blocks.pop();
  }
  return routes;
}

/** HAProxy: access lists by path choose backends, backends have servers. */
export function haproxyRoutesOf(text: string): readonly RouteFact[] {
  const paths = new Map<string, string>();
  const uses: { readonly backend: string; readonly path: string; readonly at: RouteFact['at'] }[] = [];
  const servers = new Map<string, string[]>();
  let section = '';
  for (const { words, at } of linesOf(text)) {
    const [first = '', second = '', third = '', fourth = ''] = words;
    if (first === 'backend') section = second;
    else if (first === 'frontend' || first === 'listen' || first === 'defaults' || first === 'global') section = '';
    if (first === 'acl' && third.startsWith('path'))
      paths.set(second, words.slice(3).find((word) => word.startsWith('/')) ?? fourth);
    if (first === 'use_backend')
      uses.push({ backend: second, path: paths.get(fourth) ?? words.find((word) => word.startsWith('/')) ?? '/', at });
    if (first === 'default_backend') uses.push({ backend: second, path: '/', at });
    if (first === 'server' && section !== '') servers.set(section, [...(servers.get(section) ?? []), third]);
  }
  return uses.flatMap(({ backend, path, at }) =>
    (servers.get(backend) ?? []).map((target): RouteFact => ({ kind: 'route', via: 'haproxy', path, target, at })),
  );
}

/** Traefik's dynamic configuration as TOML: a table a router, a list of tables a service. */
export function traefikTomlRoutesOf(text: string): readonly RouteFact[] {
  const routers: { rule: string; service: string; readonly at: RouteFact['at'] }[] = [];
  const servers = new Map<string, string[]>();
  let router: (typeof routers)[number] | undefined;
  let service: string | undefined;
  for (const { text: line, at } of linesOf(text)) {
    const table = /^\[+\s*(.*?)\s*\]+$/.exec(line)?.[1];
    if (table !== undefined) {
      router = /(?:^|\.)routers\.[\w-]+$/.test(table) ? { rule: '', service: '', at } : undefined;
      if (router) routers.push(router);
      service = /(?:^|\.)services\.([\w-]+)\.load[Bb]alancer(?:\.servers)?$/.exec(table)?.[1];
    }
    const [, key, value = ''] = /^(\w+)\s*=\s*["'](.*)["']$/.exec(line) ?? [];
    if (router && key === 'rule') router.rule = value;
    if (router && key === 'service') router.service = value;
    if (service !== undefined && key === 'url') servers.set(service, [...(servers.get(service) ?? []), value]);
  }
  return routers.flatMap(({ rule, service: name, at }) =>
    (servers.get(name) ?? []).map((target): RouteFact => ({
      kind: 'route',
      via: 'traefik',
      path: pathOfRule(rule),
      target,
      at,
    })),
  );
}
