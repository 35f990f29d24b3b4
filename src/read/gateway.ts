import type { RouteFact } from '../model/fact/infrastructure.ts';
import type { At } from '../model/fact/module.ts';
import { placeFinderOf } from './places.ts';
import { defineReader, nameOf } from './reader.ts';

/** nginx configuration, also as a template for envsubst: which path goes to which upstream. */
export const nginxReader = defineReader({
  id: 'nginx',
  version: 1,
  takes: (path) =>
    /(?:^|[./-])nginx[\w.-]*(?:\.conf)?(?:\.(?:template|tmpl|j2|erb))?$|\.conf(?:\.(?:template|tmpl|j2|erb))?$/i.test(
      path,
    ) &&
    !/\.(?:ya?ml|json|md|[jt]s)$/i.test(path) &&
    !/dockerfile/i.test(nameOf(path)),
  read: ({ text }) => ({ facts: /\bproxy_pass|\bgrpc_pass/.test(text) ? routesOf(text) : [], unreadable: [] }),
});

type Block = { readonly name: string; readonly argument: string };
const lexer = /#[^\n]*|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\$\{\w+\}|(?:\$\{\w+\}|[^\s;{}"'#])+|[;{}])/g;

function routesOf(text: string): readonly RouteFact[] {
  const placeOf = placeFinderOf(text);
  const upstreams = new Map<string, string>();
  const variables = new Map<string, string>();
  const routes: { path: string; target: string; at: At }[] = [];
  const blocks: Block[] = [];
  let words: string[] = [];
  for (const match of text.matchAll(lexer)) {
    const word = match[1];
    if (word === '{') blocks.push({ name: words[0] ?? '', argument: words.at(-1) ?? '' });
    else if (word === '}') blocks.pop();
    else if (word === ';') {
      const [directive = '', value = ''] = words;
      const block = blocks.at(-1);
      if (directive === 'server' && block?.name === 'upstream' && !upstreams.has(block.argument))
        upstreams.set(block.argument, value);
      if (directive === 'set') variables.set(value, unquoted(words[2] ?? ''));
      if (/^(?:proxy|grpc)_pass$/.test(directive))
        routes.push({ path: locationOf(blocks), target: unquoted(value), at: placeOf(match.index - value.length) });
    } else if (word !== undefined) {
      words.push(word);
      continue;
    }
    if (word !== undefined) words = [];
  }
  return routes.map(({ target, ...route }) => ({
    kind: 'route',
    via: 'nginx',
    ...route,
    target: settled(target, upstreams, variables),
  }));
}

const unquoted = (word: string): string => word.replace(/^(["'])(.*)\1$/, '$2');
const locationOf = (blocks: readonly Block[]): string =>
  blocks.findLast(({ name }) => name === 'location')?.argument ?? '/';

/** Variables and upstream names give way to what they stand for. */
function settled(
  target: string,
  upstreams: ReadonlyMap<string, string>,
  variables: ReadonlyMap<string, string>,
): string {
  const filled = target.replace(/\$\w+/g, (name) => variables.get(name) ?? name);
  const [, scheme = '', host = '', rest = ''] = /^((?:https?|grpcs?):\/\/)?([^/:]+)(.*)$/s.exec(filled) ?? [];
  const upstream = upstreams.get(host);
  return upstream === undefined ? filled : `${scheme || 'http://'}${upstream}${rest}`;
}
