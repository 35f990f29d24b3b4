import { oneLine } from './lines.ts';

export type Yaml =
  | string
  | number
  | boolean
  | null
  | Literal
  | readonly Yaml[]
  | { readonly [key: string]: Yaml | undefined };

/** A document in the document: its lines as they are. */
export class Literal {
  readonly lines: readonly string[];
  constructor(text: string) {
    this.lines = text.trimEnd().split('\n');
  }
}

/** A YAML document of plain values. Texts that YAML could read as something else are quoted as in JSON. */
export const yamlText = (value: Yaml): string => `${linesOf(value).join('\n')}\n`;

function linesOf(value: Yaml): readonly string[] {
  if (isList(value))
    return value.length === 0
      ? ['[]']
      : value.flatMap((item) => linesOf(item).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`));
  if (value instanceof Literal) return ['|', ...value.lines.map((line) => `  ${line}`)];
  if (value === null || typeof value !== 'object') return [scalar(value)];
  const entries = Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, one] as const]));
  return entries.length === 0
    ? ['{}']
    : entries.flatMap(([key, one]) => {
        const lines = linesOf(one);
        const [first = ''] = lines;
        if (one instanceof Literal) return [`${scalar(key)}: |`, ...lines.slice(1)];
        const isOpen = one !== null && typeof one === 'object' && first !== '[]' && first !== '{}';
        return isOpen ? [`${scalar(key)}:`, ...lines.map((line) => `  ${line}`)] : [`${scalar(key)}: ${first}`];
      });
}

const isList = (value: Yaml): value is readonly Yaml[] => Array.isArray(value);

const plain = /^[A-Za-z_$][\w$./ -]*$/;
const meant = /^(?:true|false|null|yes|no|on|off|y|n|~)$|\s$/i;

function scalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  const text = oneLine(value);
  return plain.test(text) && !meant.test(text) ? text : JSON.stringify(text);
}
