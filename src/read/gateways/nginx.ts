import type { RouteFact, UpstreamFact } from '../../model/fact/infrastructure.ts';
import type { At } from '../../model/fact/module.ts';
import { placeFinderOf } from '../places.ts';
import { defineReader, nameOf } from '../reader.ts';

/** nginx configuration, also as a template for envsubst: which path goes to which upstream. */
export const nginxReader = defineReader({
  id: 'nginx',
  version: 2,
  takes: (path) =>
    /(?:^|[./-])nginx[\w.-]*(?:\.conf)?(?:\.(?:template|tmpl|j2|erb))?$|\.conf(?:\.(?:template|tmpl|j2|erb|tpl))?$|(?:^|\/)(?:sites-(?:enabled|available)|conf\.d)\/[^/]+$/i.test(
      path,
    ) &&
    !/\.(?:ya?ml|json|md|[jt]s|sh|sql)$/i.test(path) &&
    !/dockerfile/i.test(nameOf(path)),
  read: ({ text }) => ({
    facts: passes.test(text) || /\bupstream\s/.test(text) ? nginxFactsOf(text) : [],
    unreadable: [],
  }),
});

const passes = /\b(?:proxy|grpc|fastcgi|uwsgi)_pass\b/;
type Block = { readonly name: string; readonly argument: string };
const lexer = /#[^\n]*|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\$\{\w+\}|(?:\$\{\w+\}|[^\s;{}"'#])+|[;{}])/g;

type Found = { readonly path: string; readonly target: string; readonly at: At };
/** What names stand for: upstream blocks, `set`, and the values of `map`. */
type Names = { readonly upstreams: Map<string, string[]>; readonly variables: Map<string, string[]> };

/** The routes of a configuration, and its upstreams, which other files may name. */
export function nginxFactsOf(text: string): readonly (RouteFact | UpstreamFact)[] {
  const placeOf = placeFinderOf(text);
  const names: Names = { upstreams: new Map(), variables: new Map() };
  const found: Found[] = [];
  const blocks: Block[] = [];
  let words: string[] = [];
  for (const match of text.matchAll(lexer)) {
    const word = match[1];
    if (word === '{') blocks.push({ name: words[0] ?? '', argument: words.at(-1) ?? '' });
    else if (word === '}') blocks.pop();
    else if (word === ';') {
      const [directive = '', value = ''] = words;
      noteName(words, blocks.at(-1), names);
      if (passes.test(directive))
        found.push({ path: locationOf(blocks), target: unquoted(value), at: placeOf(match.index - value.length) });
    } else if (word !== undefined) {
      words.push(word);
      continue;
    }
    if (word !== undefined) words = [];
  }
  const routes = found.flatMap(({ target, ...route }) =>
    settled(target, names).map((one): RouteFact => ({ kind: 'route', via: 'nginx', ...route, target: one })),
  );
  const upstreams = [...names.upstreams].map(([name, targets]): UpstreamFact => ({
    kind: 'upstream',
    name,
    targets,
    at: [1, 1],
  }));
  return [...routes, ...upstreams];
}

function noteName(words: readonly string[], block: Block | undefined, { upstreams, variables }: Names): void {
  const [directive = '', value = '', third = ''] = words;
  const add = (map: Map<string, string[]>, name: string, text: string): void => {
    const list = map.get(name) ?? [];
    if (!list.includes(text) && list.length < 20) map.set(name, [...list, text]);
  };
  if (directive === 'server' && block?.name === 'upstream') add(upstreams, block.argument, value);
  if (directive === 'set') add(variables, value, unquoted(third));
  if (block?.name === 'map' && value !== '' && directive !== 'include') add(variables, block.argument, unquoted(value));
}

const unquoted = (word: string): string => word.replace(/^(["'])(.*)\1$/, '$2');
const locationOf = (blocks: readonly Block[]): string =>
  blocks.findLast(({ name }) => name === 'location')?.argument ?? '/';

/** Variables and upstream names give way to what they stand for, each alternative on its own. */
function settled(target: string, { upstreams, variables }: Names): readonly string[] {
  const [name] = /\$\w+/.exec(target) ?? [];
  const values = name === undefined ? undefined : variables.get(name);
  const filled = values && name !== undefined ? values.map((value) => target.replace(name, () => value)) : [target];
  return filled.flatMap((one) => {
    const [, scheme = '', host = '', rest = ''] = /^((?:https?|grpcs?):\/\/)?([^/:]+)(.*)$/s.exec(one) ?? [];
    return upstreams.get(host)?.map((server) => `${scheme || 'http://'}${server}${rest}`) ?? [one];
  });
}
