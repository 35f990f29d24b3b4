import type { Place } from '../../model/evidence.ts';
import type { Edge, Model } from '../../model/model.ts';
import { isWithin } from '../../model/paths.ts';
import { callsOf, ownSiteOf, type MadeCall } from './calls.ts';
import { serviceNamed } from './contexts.ts';
import { indexOf } from './index-of.ts';

const callsByEnds = indexOf((model): ReadonlyMap<string, MadeCall> => {
  const made = new Map<string, MadeCall>();
  for (const one of callsOf(model)) {
    const key = `${one.service}\n${one.call.to ?? ''}`;
    if (!made.has(key)) made.set(key, one);
  }
  return made;
});

/** Where a service calls another, in code of its own where it can be told: a client that all share says nothing. */
export function placeOfCall(model: Model, { from, to, evidence: [place] }: Edge): Place {
  const path = serviceNamed(model, from)?.path ?? '';
  const made = isWithin(place.file, path) ? undefined : callsByEnds(model).get(`${from}\n${to}`);
  return made ? ownSiteOf(model, made) : place;
}
