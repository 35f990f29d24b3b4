import sharedDatabase from '../../../rules/shared-database/rule.ts';
import type { GraphStore } from '../../graph/types.ts';
import { check } from '../../lint/engine.ts';
import { dayOf } from '../../model/day.ts';
import { isOpen } from '../../model/finding.ts';
import { mask } from '../../model/mask.ts';
import type { Model } from '../../model/model.ts';
import type { Severity } from '../../model/rule.ts';
import type { World } from '../world.ts';

/** What lint holds of it that services share a store; undefined where it has nothing to say. */
export type SharedVerdict = (store: GraphStore) => Severity | undefined;

/** Asks the one rule that decides it, store by store: of the same database in two environments it names one. */
export function sharedIn(model: Model, world: Pick<World, 'now'>): SharedVerdict {
  const terms = { preset: model.config.preset ?? 'recommended', today: dayOf(world.now()) };
  const verdicts = new Map<string, Severity>();
  for (const store of model.stores) {
    if (store.usedBy.length < 2) continue;
    const { findings } = check({ ...model, stores: [store] }, [sharedDatabase], terms);
    const found = findings.find((finding) => finding.rule === sharedDatabase.id && isOpen(finding));
    if (found) verdicts.set(keyOf({ ...store, id: mask(store.id) }), found.severity);
  }
  return (store) => verdicts.get(keyOf(store));
}

/** Two deployments may call two databases by one name: then users tell them apart. */
const keyOf = ({ id, usedBy }: Pick<GraphStore, 'id' | 'usedBy'>): string => [id, ...usedBy.toSorted()].join('\n');
