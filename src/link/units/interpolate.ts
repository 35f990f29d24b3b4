/** A text after substitution; `open` are the variables that nobody gives. */
export type Filled = { readonly text: string; readonly open: readonly string[] };
export type Lookup = (name: string) => string | undefined;

/** `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?…}`, nested; `$$` is a dollar. What is open stays as `${NAME}`. */
export function interpolated(text: string, lookup: Lookup, depth = 0): Filled {
  if (!text.includes('$') || depth > 8) return { text, open: [] };
  const open: string[] = [];
  let out = '';
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) break;
    out += text.slice(at, dollar);
    const part = variableAt(text, dollar);
    if (!part) {
      const isEscaped = text[dollar + 1] === '$';
      out += '$';
      at = dollar + (isEscaped ? 2 : 1);
      continue;
    }
    const filled = valueOf(part, lookup, depth);
    out += filled.text;
    open.push(...filled.open);
    at = part.end;
  }
  return { text: out + text.slice(at), open };
}

type Variable = { readonly name: string; readonly operator?: string; readonly rest: string; readonly end: number };

function variableAt(text: string, dollar: number): Variable | undefined {
  const bare = /^\$(\w+)/.exec(text.slice(dollar, dollar + 200));
  if (bare?.[1] !== undefined) return { name: bare[1], rest: '', end: dollar + bare[0].length };
  if (text[dollar + 1] !== '{' && text[dollar + 1] !== '(') return undefined;
  const close = closingOf(text, dollar + 1);
  const [, name, operator, rest = ''] = /^([\w.-]+?)(?:(:?[-?+])([\s\S]*))?$/.exec(text.slice(dollar + 2, close)) ?? [];
  if (close < 0 || name === undefined) return undefined;
  return { name, ...(operator === undefined ? {} : { operator }), rest, end: close + 1 };
}

function closingOf(text: string, opening: number): number {
  const [open, close] = text[opening] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let at = opening; at < text.length; at += 1) {
    if (text[at] === open) depth += 1;
    else if (text[at] === close) depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

function valueOf({ name, operator, rest }: Variable, lookup: Lookup, depth: number): Filled {
  const value = lookup(name);
  const isSet = value !== undefined && (value !== '' || !operator?.startsWith(':'));
  if (operator?.endsWith('+')) return isSet ? interpolated(rest, lookup, depth + 1) : { text: '', open: [] };
  if (isSet) return interpolated(value, (other) => (other === name ? undefined : lookup(other)), depth + 1);
  if (operator?.endsWith('-')) return interpolated(rest, lookup, depth + 1);
  return { text: `\${${name}}`, open: [name] };
}
