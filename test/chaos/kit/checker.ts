import { mistakesIn } from '../../sagas/books.ts';
import type { Asked, Change, History, Traded } from './history.ts';

export type Kind =
  | 'lost'
  | 'doubled'
  | 'reordered'
  | 'invented'
  | 'forgotten'
  | 'unbalanced'
  | 'unfinished'
  | 'set aside';
/** What the history shows that must not be; `around` is the part of it that proves it. */
export type Violation = { readonly kind: Kind; readonly what: string; readonly around: readonly string[] };

/** Judges a history of a run that has come to rest. Empty means: nothing lost, doubled, reordered or unbalanced. */
export function check(history: History): readonly Violation[] {
  return [
    ...acknowledged(history),
    ...delivered(history),
    ...inOrder(history),
    ...balanced(history),
    ...history.traded.flatMap(ended),
    ...history.setAside.map((what): Violation => ({ kind: 'set aside', what, around: [] })),
  ];
}

/** What a caller was told is done is there: once, and in both of its accounts. */
function* acknowledged({ transfers, changes }: History): Iterable<Violation> {
  const byRequest = Map.groupBy(changes, ({ request }) => request);
  for (const { id, told } of transfers) {
    const found = byRequest.get(id) ?? [];
    if (found.length === 2 || (found.length === 0 && told !== 'done')) continue;
    yield {
      kind: found.length > 2 ? 'doubled' : 'forgotten',
      what: `transfer ${id}, told ${told}, made ${found.length} changes`,
      around: found.map(textOf),
    };
  }
}

/** Every change took effect exactly once, and nothing else did. */
function* delivered({ changes, effects }: History): Iterable<Violation> {
  const heard = Map.groupBy(effects, keyOf);
  const made = new Set(changes.map(keyOf));
  for (const change of changes) {
    const count = heard.get(keyOf(change))?.length ?? 0;
    if (count === 0) yield { kind: 'lost', what: textOf(change), around: around(effects, change) };
    if (count > 1)
      yield { kind: 'doubled', what: `${textOf(change)} took effect ${count} times`, around: around(effects, change) };
  }
  for (const [key, [effect]] of heard)
    if (!made.has(key) && effect)
      yield { kind: 'invented', what: `${textOf(effect)} never happened`, around: around(effects, effect) };
}

/** The versions of one aggregate took effect in their order. A repeated one counts where it came first. */
function* inOrder({ effects }: History): Iterable<Violation> {
  const latest = new Map<string, number>();
  const seen = new Set<string>();
  for (const effect of effects) {
    if (seen.has(keyOf(effect))) continue;
    seen.add(keyOf(effect));
    const before = latest.get(effect.aggregate) ?? 0;
    if (effect.version < before)
      yield {
        kind: 'reordered',
        what: `${textOf(effect)} took effect after version ${before}`,
        around: around(effects, effect),
      };
    latest.set(effect.aggregate, Math.max(before, effect.version));
  }
}

/** Both sides add up to the same, account by account, and all together to nothing. */
function* balanced({ balances, effects }: History): Iterable<Violation> {
  const sums = new Map<string, number>();
  for (const { aggregate, amount } of effects) sums.set(aggregate, (sums.get(aggregate) ?? 0) + amount);
  for (const account of new Set([...balances.keys(), ...sums.keys()])) {
    const [own, heard] = [balances.get(account) ?? 0, sums.get(account) ?? 0];
    if (own !== heard) yield { kind: 'unbalanced', what: `${account}: ${own} there, ${heard} here`, around: [] };
  }
  const total = [...balances.values()].reduce((sum, cents) => sum + cents, 0);
  if (total !== 0) yield { kind: 'unbalanced', what: `all accounts add up to ${total}, not 0`, around: [] };
}

/**
 * Every order ended as its saga says, in one of the ways it may, and no cent of stock or money is missing; what was
 * refused never was.
 */
function ended({ style, asked, books }: Traded): readonly Violation[] {
  const idsOf = (told: Asked['told']) => asked.filter((one) => one.told === told).map(({ id }) => id);
  const placed = new Set(books.orders.map(({ reference }) => String(reference)));
  const invented = idsOf('refused')
    .filter((id) => placed.has(id))
    .map((id): Violation => ({ kind: 'invented', what: `${style}: ${id} was refused, but is there`, around: [] }));
  const mistakes = mistakesIn(books, idsOf('done'));
  return [...invented, ...mistakes.map(({ kind, what }) => ({ kind, what: `${style}: ${what}`, around: [] }))];
}

const keyOf = ({ aggregate, version, amount, request }: Change) => `${aggregate}/${version}/${amount}/${request}`;
const textOf = ({ aggregate, version, amount, request }: Change) =>
  `${aggregate} version ${version} (${amount}, ${request})`;

/** What took effect on the same aggregate shortly before and after. */
function around(effects: readonly Change[], { aggregate, version }: Change): readonly string[] {
  return effects
    .filter((effect) => effect.aggregate === aggregate && Math.abs(effect.version - version) <= 3)
    .map(textOf);
}
