import { entropyOf, isPlaceholder } from './placeholders.ts';
import type { Found } from './shapes.ts';

/** Names of what must not be known. `publicKey`, `tokenType` and the like are none. */
const credentialName =
  /(?:pass(?:word|wd|phrase)|_pwd|pwd$|secret|token|api_?key|access_?key|private_?key|signing_?key|encryption_?key|jwt_?key|auth_?key|secret_?key|credential)s?$/i;
/** `NEXT_PUBLIC_…` goes to every browser anyway. */
const notOne =
  /public|^(?:nx_)?react_app_|^vite_|^expo_|^gatsby_|expir|_?ttl|type$|name$|header|prefix|path|url$|field|regex|pattern|reset|csrf|next|page|cancel|continuation|inject|di_?token/i;
const isPassword = (name: string): boolean => /pass|pwd/i.test(name);

/** `apiKey: '…'`, `API_KEY = "…"`, `process.env.JWT_SECRET ?? '…'`, with quotes around the value. */
const quoted =
  /([A-Za-z_][\w.-]{2,60})["'\]]{0,2}\s{0,3}(?::\s{0,3}string\s{0,3})?(?:=>|:=|[:=]|\|\||\?\?)\s{0,3}(["'`])([^"'`\s]{8,200})(?=\2)/g;
/** `API_KEY=…` in env files, `API_KEY: …` in YAML, `- API_KEY=…` in compose. */
const plain =
  /^[ \t]*(?:-[ \t]+)?(?:export[ \t]+|ENV[ \t]+)?["']?([A-Za-z_][\w.-]{2,60})["']?(?:[ \t]*[:=][ \t]*)["']?([^\s"'#]{8,200})["']?[ \t]*$/gm;
/** The two lines of a variable in Kubernetes. */
const paired = /\bname:[ \t]*["']?(\w{3,60})["']?[ \t]*\r?\n[ \t]*value:[ \t]*["']?([^\s"'#]{8,200})["']?[ \t]*$/gm;

export function* assignmentsIn(text: string, style: 'code' | 'settings'): Generator<Found> {
  for (const { line, start } of speakingLines(text))
    for (const pattern of style === 'code' ? [quoted] : [plain, paired])
      for (const match of line.matchAll(pattern)) {
        const value = match.at(-1) ?? '';
        const name = match[1] ?? '';
        const index = start + match.index;
        if (isCredential(name, value) && !isComment(text, index))
          yield { what: isPassword(name) ? 'password' : 'secret', name: name.replace(/^.*\./, ''), index };
      }
}

/** Lines that hold such a name, each with the next, in which its value may stand; of endless ones only what is near. */
function* speakingLines(text: string): Generator<{ readonly line: string; readonly start: number }> {
  let last = -1;
  for (const { index } of text.matchAll(/pass(?:w|phrase)|pwd|secret|token|credential|_?key/gi)) {
    if (index < last) continue;
    const start = Math.max(text.lastIndexOf('\n', index) + 1, index - 80);
    const end = text.indexOf('\n', index);
    const next = end < 0 ? -1 : text.indexOf('\n', end + 1);
    last = Math.min(end < 0 ? text.length : end, index + 600);
    yield { line: text.slice(start, Math.min(next < 0 ? text.length : next, index + 600)), start };
  }
}

/** A credential's name, and a value that nobody would write who did not mean it. */
export function isCredential(name: string, value: string): boolean {
  const word = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  if (!credentialName.test(word) || notOne.test(word) || isPlaceholder(value)) return false;
  if (!/[A-Za-z]/.test(value) || !/\d/.test(value) || isOther(value)) return false;
  return isPassword(word) ? value.length >= 8 && entropyOf(value) >= 3 : value.length >= 16 && entropyOf(value) >= 3.5;
}

/** Rules for a value, as validators write them: `required|min:6`. */
const rules = /^[a-z_]+(?::[\w,.]+)?(?:\|[a-z_]+(?::[\w,.]+)?)+$/i;

/** Hashes with their algorithm, addresses, paths, versions, expressions. */
const isOther = (value: string): boolean =>
  rules.test(value) ||
  /^(?:sha\d{1,3}[-:]|\$2[aby]\$|\$argon2|arn:|https?:|[a-z+]{2,12}:\/\/|\.{0,2}\/|@|v?\d+\.\d+)|\(|\)|^[\w-]+(?:\.[a-z][\w-]*)+$|\/\w+\/|^[A-Z][A-Z0-9_]+$|^[a-z]+(?:[A-Z][a-z]+)*\d?$|^[a-z]+(?:[-_.][a-z]+)+-?\d*$/.test(
    value,
  );

const isComment = (text: string, index: number): boolean =>
  /^\s*(?:\/\/|#|\*|<!--|--\s)/.test(text.slice(text.lastIndexOf('\n', index) + 1, index + 3));
