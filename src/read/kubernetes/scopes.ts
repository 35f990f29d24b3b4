/**
 * Inside `range` and `with`, `.name` is relative. Written out, `.Values.services.~.name` says the same anywhere: `~` is an item of
 * the list or map, `~key` its key. So the link stage can go through the items.
 */
export function withoutScopes(template: string): string {
  if (!/\{\{-?\s*(?:range|with)\b/.test(template)) return template;
  const scopes: Scope[] = [];
  return template.replace(/(\{\{-?\s*)((?:[^{}]|\{(?!\{)|\}(?!\}))*?)(\s*-?\}\})/g, (whole, open, action, close) => {
    const [, word = '', rest = ''] = /^(\w+)\b\s*([\s\S]*)$/.exec(String(action)) ?? [];
    if (word === 'end') scopes.pop();
    else if (word === 'range') scopes.push(rangeOf(rest, scopes));
    else if (word === 'with') scopes.push(withOf(rest, scopes));
    else if (/^(?:if|define|block)$/.test(word)) scopes.push({});
    else if (scopes.length > 0 && scopes.length < 50) return `${open}${absolute(String(action), scopes)}${close}`;
    return String(whole);
  });
}

/** `path` is what the dot stands for; unknown where it is no plain value. */
type Scope = {
  readonly path?: string | undefined;
  readonly key?: string | undefined;
  readonly value?: string | undefined;
};

function rangeOf(expression: string, scopes: readonly Scope[]): Scope {
  const [, first, second, rest = expression] = /^\$(\w+)\s*(?:,\s*\$(\w+)\s*)?:=\s*([\s\S]*)$/.exec(expression) ?? [];
  const path = pathIn(rest, scopes);
  const item = path === undefined ? undefined : `${path}.~`;
  return second === undefined ? { path: item, value: first } : { path: item, key: first, value: second };
}

function withOf(expression: string, scopes: readonly Scope[]): Scope {
  const [, name, rest = expression] = /^\$(\w+)\s*:=\s*([\s\S]*)$/.exec(expression) ?? [];
  return { path: pathIn(rest, scopes), value: name };
}

const pathIn = (expression: string, scopes: readonly Scope[]): string | undefined =>
  /\.(Values(?:\.(?:[\w-]+|~))+)/.exec(absolute(expression, scopes))?.[1];

/** An action with what is relative in it written out; texts in quotes stay. */
function absolute(action: string, scopes: readonly Scope[]): string {
  const dot = scopes.findLast(({ path }) => path !== undefined)?.path;
  return action.replace(
    /"[^"]*"|`[^`]*`|\$(\w+)((?:\.[\w-]+)*)|(?<![\w$)\]"])\.([A-Za-z_][\w-]*(?:\.[\w-]+)*)?(?![\w"])/g,
    (whole, ...found) => {
      const [name, tail, relative]: readonly unknown[] = found;
      if (typeof name === 'string') {
        const scope = scopes.findLast(({ key, value }) => key === name || value === name);
        if (scope?.path === undefined) return whole;
        return scope.key === name ? `.${scope.path.replace(/~$/, '~key')}` : `.${scope.path}${String(tail ?? '')}`;
      }
      if (whole.startsWith('"') || whole.startsWith('`') || dot === undefined) return whole;
      if (typeof relative !== 'string') return `.${dot}`;
      return /^(?:Values|Release|Chart|Files|Capabilities|Template)\b/.test(relative) ? whole : `.${dot}.${relative}`;
    },
  );
}
