/** What stands between the separators of a name, as a regular expression; `{name}` is what nobody could tell. */
const literal = (text: string): string =>
  text
    .split(/(\{[^}]*\})/)
    .map((part, index) => (index % 2 === 1 ? '[^./:]+' : part.replace(/[^\w-]/g, '\\$&')))
    .join('');

/** `orders.*` and `orders.#` of AMQP, `orders.>` of NATS. `#` may stand for no word at all. */
const dotted = (pattern: string): string =>
  pattern
    .split('.')
    .map((part, index) => {
      const dot = index === 0 ? '' : '\\.';
      if (part === '#') return index === 0 ? '.*?' : '(?:\\..*)?';
      if (part === '>') return `${dot}.+`;
      return `${dot}${part === '*' ? '[^.]+' : literal(part)}`;
    })
    .join('')
    .replace(/^\.\*\?\\\./, '(?:.*\\.)?');

/** `home/+/light` and `home/#` of MQTT; a shared subscription names its group first. */
const slashed = (pattern: string): string =>
  pattern
    .replace(/^\$share\/[^/]*\//, '')
    .split('/')
    .map((part, index) => {
      const slash = index === 0 ? '' : '/';
      if (part === '#') return index === 0 ? '.*' : '(?:/.*)?';
      return `${slash}${part === '+' ? '[^/]+' : literal(part)}`;
    })
    .join('');

/** `orders:*`, `order?` of Redis' PSUBSCRIBE. */
const glob = (pattern: string): string =>
  pattern
    .split(/([*?])/)
    .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : literal(part)))
    .join('');

/** `/^orders\..+/i` as a Kafka consumer subscribes; `^` alone starts one in librdkafka. */
const written = (pattern: string): readonly [source: string, flags: string] | undefined => {
  const [, source, flags] = /^\/(.+)\/([a-z]*)$/.exec(pattern) ?? [];
  if (source !== undefined) return [source, (flags ?? '').replace(/[^imsu]/g, '')];
  return pattern.startsWith('^') ? [pattern, ''] : undefined;
};

/** A pattern somebody wrote that could take for ever to try is not tried. */
const isCostly = (source: string): boolean => source.length > 200 || /[)\]][*+{].*[*+{]|\)[*+{]/.test(source);

const compiled = (source: string, flags = ''): RegExp | undefined => {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
};

const regexes = new Map<string, RegExp | undefined>();

const regexOf = (pattern: string, protocol: string): RegExp | undefined => {
  const key = `${protocol} ${pattern}`;
  if (regexes.has(key)) return regexes.get(key);
  const own = protocol === 'kafka' ? written(pattern) : undefined;
  const shape = protocol === 'mqtt' ? slashed : protocol === 'redis' ? glob : dotted;
  const made = own ? (isCostly(own[0]) ? undefined : compiled(...own)) : compiled(`^${shape(pattern)}$`);
  regexes.set(key, made);
  return made;
};

const isOpen = (name: string): boolean => name.includes('{');

/** A name of which hardly a letter is known could be any. */
const saysEnough = (name: string): boolean => /\w{3}/.test(name.replace(/\{[^}]*\}/g, ' '));

const isPattern = (pattern: string, protocol: string): boolean =>
  protocol === 'kafka' ? written(pattern) !== undefined : /[*#>+?]/.test(pattern);

/** Whether what is published under a name reaches who asked for a pattern, by the rules of the broker between them. */
export const fits = (name: string, pattern: string, protocol = 'any'): boolean => {
  if (name === pattern || pattern === '') return true;
  if (isOpen(name) && !isOpen(pattern)) {
    if (!saysEnough(name)) return false;
    if (!isPattern(pattern, protocol)) return regexOf(name, 'literal')?.test(pattern) ?? false;
  }
  if (!isPattern(pattern, protocol) && !(isOpen(pattern) && saysEnough(pattern))) return false;
  return regexOf(pattern, protocol)?.test(name) ?? false;
};
