import { kebabOf, pascalOf, wordsOf } from './words.ts';

const uncountable = new Set(
  'inventory stock catalog news series species equipment information money logistics analytics media data metadata feedback'.split(
    ' ',
  ),
);
const irregular: Readonly<Record<string, string>> = {
  person: 'people',
  child: 'children',
  index: 'indices',
  matrix: 'matrices',
  vertex: 'vertices',
  criterion: 'criteria',
  leaf: 'leaves',
  shelf: 'shelves',
  half: 'halves',
  quiz: 'quizzes',
  movie: 'movies',
  cookie: 'cookies',
  analysis: 'analyses',
};
const irregularSingular = new Map(Object.entries(irregular).map(([one, many]) => [many, one]));
const isGerund = (word: string): boolean => word.length > 5 && word.endsWith('ing');

/** `orders` → `order`, `addresses` → `address`, `inventory` → `inventory`. Only the last word changes. */
export const singularOf = (name: string): string => onLastWord(name, singularWord);
/** `order` → `orders`, `category` → `categories`, `billing` → `billing`. Only the last word changes. */
export const pluralOf = (name: string): string => onLastWord(name, pluralWord);

/** A plural that nobody takes for the one: `order` → `orders`, but `catalog` → `catalog-entries`. */
export function severalOf(name: string): string {
  const plural = pluralOf(name);
  return plural === kebabOf(name) ? `${plural}-entries` : plural;
}

function onLastWord(name: string, change: (word: string) => string): string {
  const words = [...wordsOf(name)];
  const last = words.pop();
  return last === undefined ? name : [...words, change(last)].join('-');
}

function singularWord(word: string): string {
  const known = irregularSingular.get(word);
  if (known !== undefined) return known;
  if (uncountable.has(word) || /(ss|us|is)$/.test(word) || !word.endsWith('s') || word.length < 4) return word;
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return word.replace(/ies$/, 'y');
  if (/(ss|x|ch|sh|zz)es$/.test(word)) return word.slice(0, -2);
  if (/((stat|vir|bon|camp|foc|cens|corp|^b)us|ias)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

function pluralWord(word: string): string {
  if (irregular[word] !== undefined) return irregular[word];
  if (uncountable.has(word) || isGerund(word)) return word;
  if (/[^aeiou]y$/.test(word)) return word.replace(/y$/, 'ies');
  if (/(s|x|ch|sh|z)$/.test(word)) return `${word}es`;
  return `${word}s`;
}

/** Past participle to verb, where the ending does not tell. */
const participles: ReadonlyMap<string, string> = new Map(
  (
    'began:begin begun:begin bought:buy bound:bind brought:bring built:build caught:catch chosen:choose ' +
    'done:do drawn:draw driven:drive fallen:fall fed:feed found:find forgotten:forget frozen:freeze given:give ' +
    'gone:go grown:grow held:hold hidden:hide kept:keep known:know laid:lay led:lead left:leave lent:lend ' +
    'lost:lose made:make met:meet overdrawn:overdraw paid:pay put:put read:read rebuilt:rebuild repaid:repay ' +
    'resold:resell resent:resend reset:reset rewritten:rewrite run:run said:say seen:see sent:send set:set ' +
    'shut:shut sold:sell spent:spend split:split spoken:speak spread:spread stolen:steal swept:sweep ' +
    'taken:take taught:teach thrown:throw told:tell undone:undo understood:understand withdrawn:withdraw ' +
    'withheld:withhold won:win written:write overdue:overdue cancelled:cancel travelled:travel labelled:label ' +
    'modelled:model signalled:signal added:add controlled:control synced:sync visited:visit edited:edit ' +
    'credited:credit debited:debit deposited:deposit audited:audit limited:limit exited:exit agreed:agree ' +
    'freed:free guaranteed:guarantee died:die tied:tie'
  )
    .split(' ')
    .map((pair): [string, string] => [pair.split(':')[0] ?? '', pair.split(':')[1] ?? '']),
);

/** The verb of a past participle, `placed` → `place`; undefined where the word is none. */
export function verbOf(participle: string): string | undefined {
  const word = participle.toLowerCase();
  const known = participles.get(word);
  if (known !== undefined) return known;
  if (word.length < 4 || !word.endsWith('ed')) return undefined;
  const stem = word.slice(0, -2);
  if (stem.endsWith('i')) return `${stem.slice(0, -1)}y`;
  if (/([bdgmnprt])\1$/.test(stem)) return stem.slice(0, -1);
  return needsE(stem) ? `${stem}e` : stem;
}

/** The past participle of a verb, `place` → `placed`, the inverse of {@link verbOf}. */
export function pastOf(verb: string): string {
  const word = verb.toLowerCase();
  const known = [...participles].findLast(([, each]) => each === word);
  if (known !== undefined) return known[0];
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ied`;
  const regular = [`${word}d`, `${word}ed`, `${word}${word.at(-1)}ed`];
  return regular.find((each) => verbOf(each) === word) ?? (word.endsWith('e') ? `${word}d` : `${word}ed`);
}

/**
 * Whether `-ed` swallowed an `e`: after a soft consonant (`plac(e)`, `reserv(e)`, `handl(e)`), and after one vowel and one
 * consonant, because a stressed syllable would have doubled it (`shipped`) and the unstressed endings are few.
 */
function needsE(stem: string): boolean {
  if (/(ss|[cst]h|ck)$/.test(stem)) return false;
  if (/([cvuz]|[aeiouylnpr]s|[dnr]g|[^aeiourlw]l|creat|[iu]at)$/.test(stem)) return true;
  return /(^|[^aeiou]|qu)[aeiouy][bdgklmnprst]$/.test(stem) && !unstressed.test(stem);
}

const unstressed = /(er|en|el|[dmst]on|ion|[kg]et|velop|ilot|ivot|itor|nsor|thor|ctor|avor|abor|irror|nchor|ilor)$/;

/** `OrderPlaced` → `PlaceOrder`; an event without a participle is recorded: `OrderReady` → `RecordOrderReady`. */
export function useCaseOf(event: string): string {
  const words = wordsOf(event);
  const verb = words.length > 1 ? verbOf(words.at(-1) ?? '') : undefined;
  return verb === undefined ? `Record${pascalOf(event)}` : pascalOf(kebabOf([verb, ...words.slice(0, -1)].join('-')));
}

/** Whether an event's name says that something has happened. */
export const isPastTense = (event: string): boolean => wordsOf(event).some((word) => verbOf(word) !== undefined);
