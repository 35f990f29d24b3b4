import type { Evidence } from '../../../model/evidence.ts';
import type { Tally, Unresolved } from '../../../model/model.ts';
import type { Deed } from '../types.ts';
import type { Board } from './board.ts';
import type { Reaching } from './effects.ts';
import type { Offered } from './operations.ts';

/** `channels` counts the places that publish or listen to a name which could not be told. */
type Found = { readonly calls: Tally; readonly channels: number; readonly unresolved: readonly Unresolved[] };

const placeOf = (deed: Deed): Evidence => deed.trail[deed.trail.length - 1] ?? deed.trail[0];

/** One entry for each place, resolved where any way of reaching it is. */
const byPlace = (
  board: Board,
  reaching: Reaching,
): ReadonlyMap<string, { readonly deed: Deed; readonly service: string; resolved: boolean }> => {
  const places = new Map<string, { readonly deed: Deed; readonly service: string; resolved: boolean }>();
  for (const { name } of board.services) {
    for (const deed of board.deedsOf(name)) {
      const { what } = deed;
      if (what.kind !== 'call' && what.kind !== 'publish') continue;
      const at = placeOf(deed);
      const key = `${name} ${what.kind} ${at.file}:${at.line}:${at.column}`;
      const reached = what.kind === 'call' ? reaching(deed, name) : undefined;
      const resolved =
        what.kind === 'publish'
          ? what.names.length > 0
          : reached !== undefined && (reached.outside || reached.reaches.length > 0 || reached.deaf !== undefined);
      const known = places.get(key);
      if (known) known.resolved ||= resolved;
      else places.set(key, { deed, service: name, resolved });
    }
  }
  return places;
};

const tally = (list: readonly { readonly resolved: boolean }[]): Tally => ({
  found: list.length,
  resolved: list.filter((item) => item.resolved).length,
});

/** Consumers of whom nobody can tell what they listen to, each place once. */
const deafIn = (board: Board): readonly Unresolved[] => {
  const keyOf = ({ service, handler: { evidence } }: Offered) => `${service} ${evidence.file}:${evidence.line}`;
  const consumers = board.offers.filter(({ handler }) => handler.channel?.asked);
  const known = new Set(consumers.filter(({ handler }) => handler.channel?.names.length !== 0).map(keyOf));
  const deaf = new Map(consumers.filter((offered) => !known.has(keyOf(offered))).map((one) => [keyOf(one), one]));
  return [...deaf.values()].map(({ service, handler }) => ({
    service,
    what: `listens to ${handler.protocol} ?`,
    kind: 'channel',
    evidence: [handler.evidence],
  }));
};

/** What code calls, publishes and listens to, counted, and what of it could not be told. */
export const unresolvedOf = (board: Board, reaching: Reaching): Found => {
  const all = [...byPlace(board, reaching).values()];
  const calls = all.filter((item) => item.deed.what.kind === 'call');
  const channels = all.filter((item) => item.deed.what.kind === 'publish' && !item.resolved).length;
  const unresolved = all.flatMap((item): readonly Unresolved[] => {
    const { what } = item.deed;
    if (item.resolved || (what.kind !== 'call' && what.kind !== 'publish')) return [];
    const kind = what.kind === 'call' ? 'call' : 'channel';
    return [
      {
        service: item.service,
        what: what.label,
        kind,
        evidence: item.deed.trail.length > 1 ? [placeOf(item.deed), item.deed.trail[0]] : [placeOf(item.deed)],
      },
    ];
  });
  const deaf = deafIn(board);
  return { calls: tally(calls), channels: channels + deaf.length, unresolved: [...unresolved, ...deaf] };
};
