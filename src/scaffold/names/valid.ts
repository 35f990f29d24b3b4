import { kebabOf } from './words.ts';

const wordsOfTypeScript =
  'abstract any as async await boolean break case catch class const continue debugger declare default delete do else enum export extends false finally for from function get if implements import in infer instanceof interface is keyof let module namespace never new null number object of package private protected public readonly require return set static string super switch symbol this throw true try type typeof undefined unknown var void while with yield constructor prototype arguments eval';

const reservedBy: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'a word of TypeScript': wordsOfTypeScript,
    'a package that protobuf tools bring along': 'google grpc buf',
    'a word of SQL':
      'all analyse analyze and array asc both cast check collate column constraint create current-date current-role current-time current-user desc distinct end except fetch foreign grant group having initially intersect into lateral leading limit localtime not offset on only or order placing primary references select session-user some table then to trailing union unique user using when where window',
    'a database or role that PostgreSQL or msvc already has': 'postgres template0 template1 broker public none',
    'a folder or package of every workspace':
      'app contracts chassis platform test tests services node-modules dist src gen root msvc dev shared common lib',
    'a device on Windows':
      'con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9',
  }).flatMap(([reason, words]) => words.split(' ').map((word): [string, string] => [word, reason])),
);

/** Whether a name cannot stand for a variable. */
export const isWordOfTypeScript = (name: string): boolean => wordsOfTypeScript.split(' ').includes(name);

/** The longest name that still fits a DNS label, a PostgreSQL identifier and a Kubernetes name with what is appended. */
export const longestName = 40;

/** What is wrong with a name that becomes a folder, a package, a database and a host; undefined where nothing is. */
export function mistakeInName(name: string): string | undefined {
  const reason = shapeMistake(name) ?? reservedMistake(name);
  if (reason === undefined) return undefined;
  const better = suggestedName(name);
  return better === undefined || better === name ? reason : `${reason}; how about "${better}"?`;
}

/** The same for the name of a workspace, which is only a folder and a scope: no word is reserved. */
export function mistakeInScope(name: string): string | undefined {
  const reason = shapeMistake(name);
  const better = plainName(name);
  return reason === undefined || better === undefined ? reason : `${reason}; how about "${better}"?`;
}

function shapeMistake(name: string): string | undefined {
  if (name === '') return 'a name is needed';
  if (name.length > longestName) return `it has ${name.length} letters, and ${longestName} are the most`;
  if (/[\\/]|\.\./.test(name)) return 'it is a name, not a path: no slashes and no ".."';
  if (/\s/.test(name)) return 'no spaces';
  if (/[A-Z]/.test(name)) return 'no capitals';
  if (/^[0-9]/.test(name)) return 'it must start with a letter';
  if (/^-|-$|--/.test(name)) return 'a hyphen stands between two words only';
  return /^[a-z][a-z0-9-]*$/.test(name) ? undefined : 'only a to z, 0 to 9 and hyphens';
}

function reservedMistake(name: string): string | undefined {
  const reason = reservedBy.get(name);
  return reason === undefined ? undefined : `"${name}" is ${reason}`;
}

/** The nearest name that is right, if there is one worth showing. */
export function suggestedName(name: string): string | undefined {
  const plain = plainName(name);
  if (plain === undefined || !reservedBy.has(plain)) return plain;
  return reservedBy.has(`${plain}s`) || plain.endsWith('s') ? `${plain}-context` : `${plain}s`;
}

/** The nearest name of the right shape. */
export function plainName(name: string): string | undefined {
  const last = name.split(/[\\/]+/).findLast((part) => /[A-Za-z]/.test(part)) ?? '';
  const plain = kebabOf(last.normalize('NFKD').replace(/\p{M}/gu, '')).replace(/^[0-9-]+/, '');
  const short = plain.length > longestName ? plain.slice(0, longestName).replace(/-[^-]*$/, '') : plain;
  return short === '' ? undefined : short;
}

/** What is wrong with the name of an event; undefined where nothing is. */
export function mistakeInEvent(event: string): string | undefined {
  if (/^[A-Z][A-Za-z0-9]*$/.test(event) && event.length <= 60) return undefined;
  if (event.length > 60) return 'it has more than 60 letters';
  const words = event.replace(/[^A-Za-z0-9]+/g, ' ').trim();
  const better = words
    .replace(/(^| )([a-z])/g, (_, _space, letter: string) => letter.toUpperCase())
    .replaceAll(' ', '');
  const hint = /^[A-Z]/.test(better) ? `; how about "${better}"?` : '';
  return `an event is named like OrderPlaced: capitals at the start of words, nothing between${hint}`;
}
