import type { Value } from '../../../model/fact/value.ts';
import { addTo } from '../../../model/held.ts';
import { plainTextsOf } from '../things.ts';
import type { Scope, Thing } from '../types.ts';
import { roundsOf } from './rounds.ts';

type Keyed = Extract<Value, { kind: 'element' }>;

/** `clients[name] = new Client(url)`: kept under the names that the key is known to have. */
export const storeByKey = (holder: Thing | undefined, { index }: Keyed, value: Value, scope: Scope): void => {
  if (index.kind === 'number' || index.kind === 'unknown') return;
  if (holder?.kind !== 'object' && holder?.kind !== 'instance') return;
  for (const round of roundsOf(scope, index))
    for (const key of plainTextsOf(scope.program.evaluate(index, round)))
      addTo(holder.stored, key, { value, scope: round });
};

/** What the top level of a module puts into an object of its own, by key: `clients[name] = …` under a name. */
export const storeAtTop = (holder: Thing, name: string, scope: Scope): void => {
  if (holder.kind !== 'object') return;
  for (const { target, value } of scope.module.fact.functions[0]?.assigns ?? [])
    if (target.kind === 'element' && target.of.kind === 'name' && target.of.name === name)
      storeByKey(holder, target, value, scope);
};
