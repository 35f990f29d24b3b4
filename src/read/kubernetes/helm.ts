import { withoutScopes } from './scopes.ts';

/**
 * A Helm template as YAML that can be read: lines that only steer are emptied, what prints a value becomes
 * `$(Values.path)` with `:-default`, which the link stage fills from the chart. Line numbers stay.
 */
export function plainYamlOf(template: string): string {
  if (!template.includes('{{')) return template;
  // A lone carriage return ends a line to regular expressions, and to nobody else.
  return writtenOut(withoutScopes(template.replaceAll('\r\n', '\n').replaceAll('\r', ' ')))
    .replace(/\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}/g, (comment) => '\n'.repeat(comment.split('\n').length - 1))
    .replace(/^[^\S\n]*(?:\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*\}\}[^\S\n]*)+$/gm, (line) => linesOf(line))
    .replace(
      /\{\{-?((?:[^{}]|\{(?!\{)|\}(?!\}))*?)-?\}\}/g,
      (whole, action: string) => printed(action.trim()) + linesOf(whole),
    );
}

/** `toYaml .Values.env` under `env:` stands for one variable an item. */
const writtenOut = (template: string): string =>
  template.replace(
    /^([^\S\n]*)((?:env|- env):[^\S\n]*)\n(?:[^\S\n]*\{\{-?\s*(?:with|if)[^\n]*\n)?[^\S\n]*\{\{-?\s*toYaml\s+\$?\.(Values(?:\.(?:[\w-]+|~))+)[^\n]*\}\}/gm,
    (_, indent: string, key: string, path: string) =>
      `${indent}${key}\n${indent}  - { name: "$(${path}.~.name)", value: "$(${path}.~.value)" }`,
  );

const linesOf = (text: string): string => '\n'.repeat(text.split('\n').length - 1);
const steering = /^(?:if|else|end|range|with|define|template|block|fail|\$\w+\s*:?=)\b|^\$\w+\s*:?=/;

/** What an action prints, as a variable that can be filled later. */
function printed(action: string): string {
  if (steering.test(action)) return '';
  const format = /^\(?\s*printf\s+"([^"]*)"\s+(.*)$/.exec(action);
  if (format) return formatted(format[1] ?? '', format[2] ?? '');
  const named = /^(?:include|template|tpl)\s+"([^"]+)"/.exec(action)?.[1];
  if (named !== undefined) return `$(include.${named.replace(/[^\w.-]/g, '.')})`;
  const literal = /^"([^"]*)"$/.exec(action)?.[1];
  if (literal !== undefined) return literal;
  const path = /\$?\.((?:Values|Release|Chart)(?:\.(?:[\w-]+|~\w*))+)/.exec(action)?.[1];
  const fallback = /\bdefault\s+(?:"([^"]*)"|([\w./:-]+))/.exec(action);
  const value = fallback?.[1] ?? (fallback?.[2]?.startsWith('.') ? undefined : fallback?.[2]);
  return path === undefined ? '$(template)' : `$(${path}${value === undefined ? '' : `:-${value}`})`;
}

function formatted(format: string, words: string): string {
  const values = words.match(/\([^)]*\)|"[^"]*"|\S+/g) ?? [];
  let index = 0;
  return format.replace(/%[sdv]/g, () => {
    const value = values[index]?.replace(/^\(|\)$/g, '') ?? '';
    index += 1;
    return printed(value);
  });
}
