const hidden = '***';
const inAddress = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@'"]*:)[^\s@'"]+(@)/gi;
const names =
  '[\\w-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)[\\w-]*|(?:[\\w-]*[_-])?(?:pwd|pass)';
const inSetting = new RegExp(
  `(\\b(?:${names})["']?\\s*[:=]\\s*["']?)(?!\\$\\{|process\\.|env\\b)([^\\s"',;&)}]{3,})`,
  'gi',
);
const inHeader = /(\b(?:bearer|basic)\s+)(?!\$\{)[\w.~+/=-]{8,}/gi;
/** Keys that give themselves away by their form: clouds, code hosts, payment and mail providers, signed tokens, PEM. */
const byForm =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\b(?:gh[pousr]_|github_pat_|glpat-|npm_|xox[abprs]-|[sr]k_(?:live|test)_|sk-|AIza|SG\.|dop_v1_|hf_|shpat_|whsec_)[\w.-]{8,}|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|-----BEGIN[^-]*PRIVATE KEY-----.*/g;

/** What none of them can do without: most sentences hold nothing of it, and this is soon told. */
const mayHold =
  /:\/\/|pass|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|bearer|basic|AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|npm_|xox|[sr]k_|sk-|AIza|SG\.|dop_v1_|hf_|shpat_|whsec_|eyJ|-----BEGIN/i;

/** Texts that hold nothing to hide: names and remedies come again and again, on their way through the stages too. */
const harmless = new Set<string>();
const MOST_REMEMBERED = 50_000;

/** Hides what could be a credential: nothing that is printed may give one away. */
export function mask(text: string): string {
  if (harmless.has(text)) return text;
  const safe = mayHold.test(text) ? hiddenIn(text) : text;
  if (harmless.size >= MOST_REMEMBERED) harmless.clear();
  harmless.add(safe);
  return safe;
}

const hiddenIn = (text: string): string =>
  text
    .replace(inAddress, `$1${hidden}$2`)
    .replace(inSetting, `$1${hidden}`)
    .replace(inHeader, `$1${hidden}`)
    .replace(byForm, hidden);

const inLiteral = new RegExp(
  `(\\b(?:${names})["']?\\s*(?:[:=(,]|\\|\\||\\?\\?)\\s*)(["'\`])(?!\\2)(?:(?!\\2).){3,}(\\2|$)`,
  'gi',
);
const fallback = /((?:\|\||\?\?)\s*)(["'`])(?!\2)(?:(?!\2).){3,}(\2|$)/g;
const encoded = /(?<![\w/+=])(?=(?:[a-zA-Z+/=]*\d){3})(?=[\d+/=a-z]*[A-Z])[\w+/=]{40,}/g;
const random = /(?<![\w/+=-])(?=[\w+=-]*\d)(?=[\w+=-]*[a-z])(?=[\w+=-]*[A-Z])[\w+=-]{28,}/g;

const literal = /(["'`])(?:\\.|(?!\1)[^\\])*(?:\1|$)/g;
const comment = /(?:^|\s)(?:\/\/|\/?\*).*$/;
const settingHidden = (text: string): string => text.replace(inSetting, `$1${hidden}`);

/** The same for a line of a source file. In code only literals and comments can hold credentials: expressions stay readable. */
export function maskSource(line: string, file: string): string {
  if (!/\.[cm]?[jt]sx?$/.test(file)) return mask(line).replace(encoded, hidden).replace(random, hidden);
  const isSecret = new RegExp(names, 'i').test(line);
  return (isSecret ? line.replace(fallback, `$1$2${hidden}$3`) : line)
    .replace(inLiteral, `$1$2${hidden}$3`)
    .replace(literal, settingHidden)
    .replace(comment, settingHidden)
    .replace(inAddress, `$1${hidden}$2`)
    .replace(inHeader, `$1${hidden}`)
    .replace(byForm, hidden)
    .replace(encoded, hidden)
    .replace(random, hidden);
}
