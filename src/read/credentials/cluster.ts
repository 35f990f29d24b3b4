import { isPlaceholder } from './placeholders.ts';
import type { Found } from './shapes.ts';

const wanted =
  /pass|pwd|secret|token|(?:api|private|secret|access|signing|encryption|jwt|tls)[._-]?key|^key$|\.key$|credential|url|uri|dsn|connection/i;

/** Secrets of a cluster with their values in them. What is sealed or templated holds none. */
export function* clusterSecretsIn(text: string): Generator<Found> {
  if (!/^kind:[ \t]*["']?Secret\b/m.test(text)) return;
  let start = 0;
  for (const part of text.split(/^---/m)) {
    if (/^kind:[ \t]*["']?Secret["']?[ \t]*\r?$/m.test(part)) yield* valuesIn(part, start);
    start += part.length + 3;
  }
}

function* valuesIn(part: string, start: number): Generator<Found> {
  for (const block of part.matchAll(/^(data|stringData):[ \t]*\r?\n((?:[ \t]+[^\n]*\n?|[ \t]*#[^\n]*\n?)+)/gm)) {
    const [whole, field = '', lines = ''] = block;
    const from = start + block.index + whole.length - lines.length;
    for (const entry of lines.matchAll(/^[ \t]+["']?([\w.-]{1,80})["']?:[ \t]*["']?([^\s"'#|>]{4,4000})/gm)) {
      const [, name = '', value = ''] = entry;
      const text = field === 'data' ? Buffer.from(value, 'base64').toString('utf8') : value;
      if (!wanted.test(name) || /\{\{|\$[({]/.test(value) || !isKept(name, text)) continue;
      yield { what: 'Kubernetes secret', name, index: from + entry.index + entry[0].indexOf(name) };
    }
  }
}

/** An address counts for the password in it. */
const isKept = (name: string, value: string): boolean => {
  const password = /:\/\/[^\s:/@]*:([^\s@]+)@/.exec(value)?.[1];
  if (/url|uri|dsn|connection/i.test(name)) return password !== undefined && !isStandIn(password);
  return !isStandIn(value);
};

/** In a cluster a weak password guards something too; only what plainly waits to be replaced does not count. */
const isStandIn = (value: string): boolean =>
  /change|replace|your|example|placeholder|todo|xxx|<|>|\.\.\.|dummy|redacted|^\s*$/i.test(value) ||
  (value.length > 40 && isPlaceholder(value));
