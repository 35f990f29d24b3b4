import type { ObjectEntry } from '../../../../model/fact/value.ts';
import type { DataVerb } from '../../../../model/model.ts';
import { fieldOf, itemsOf, librariesOf, objectsOf, optionsOf, plainTextsOf } from '../../things.ts';
import type { DataDeed, Program, PublishDeed, Thing } from '../../types.ts';
import { countsInField } from './counting.ts';
import { growsRow, isRow } from './growth.ts';

const READS =
  /^(?:find|get|count|exist|aggregate|distinct|select|scan|search|query|estimated|all|pluck|first|min|max|sum|list|paginate|stream|watch|raw)/i;
const VERBS: readonly (readonly [RegExp, DataVerb])[] = [
  [/^(?:upsert|findOrCreate|bulkWrite|replaceOne|orUpdate|put(?:Item)?|firstOrCreate|updateOrCreate)/i, 'upsert'],
  [/^(?:findOneAndUpdate|findByIdAndUpdate|findOneAndReplace|update|set$|nativeUpdate|modify|patch)/i, 'update'],
  [/^(?:increment|decrement)/i, 'increment'],
  [
    /^(?:delete|remove|destroy|truncate|softDelete|softRemove|findOneAndDelete|findByIdAndDelete|findByIdAndRemove|nativeDelete|del$|drop)/i,
    'delete',
  ],
  [/^(?:insert|create|bulkCreate|createMany|bulkInsert|add$|batchInsert|persist|build$|append)/i, 'insert'],
  [READS, 'read'],
];

/** What a method of this name does to a table; undefined where it does nothing to one. */
export const verbOf = (name: string): DataVerb | undefined => VERBS.find(([pattern]) => pattern.test(name))?.[1];

const FRESH = /(?:uuid|v4|v7|nanoid|randomUUID|ObjectId|ulid|cuid|generateId|createId)/i;

/** Whether an id is made on the spot, so that doing it again makes another row. */
export const isFresh = (thing: Thing | undefined): boolean =>
  optionsOf(thing).some((option) => option.kind === 'library' && FRESH.test(option.path));

const IDS = ['id', '_id', 'uuid', 'eventId', 'messageId', 'event_id', 'message_id'];

const keyedBy = (object: Thing, program: Program): DataDeed['keyed'] => {
  const ids = IDS.flatMap((name) => fieldOf(object, name, program) ?? []);
  if (ids.length > 0) return ids.every(isFresh) ? 'fresh' : 'given';
  const spread = objectsOf(object).some((item) => item.value.entries.some((entry) => entry.value.kind === 'spread'));
  return spread ? 'unknown' : 'fresh';
};

/** How the rows that are inserted get their ids. */
export const keyedOf = (rows: Thing | undefined, program: Program): DataDeed['keyed'] => {
  const list = itemsOf(rows);
  const [first] = list.length > 0 ? list : optionsOf(rows);
  if (!first) return 'unknown';
  if (first.kind === 'object') return keyedBy(first, program);
  if (first.kind === 'instance') {
    const given = first.args?.[0];
    return given?.kind === 'object' ? keyedBy(given, program) : 'fresh';
  }
  if (first.kind === 'library' && /(?:create|build|merge)\(\)$/.test(first.path))
    return keyedOf(
      first.args?.find((arg) => arg.kind === 'object' || arg.kind === 'instance'),
      program,
    );
  return 'unknown';
};

/** Whether an entity was loaded before it is saved again. */
export const isLoaded = (thing: Thing | undefined): boolean => librariesOf(thing).some(isRow);

/** Whether an entity was made here. */
export const isMade = (thing: Thing | undefined): boolean =>
  [...optionsOf(thing), ...itemsOf(thing)].some(
    (option) =>
      option.kind === 'instance' ||
      option.kind === 'object' ||
      (option.kind === 'library' && /(?:create|build)\(\)$/.test(option.path)),
  );

const isOperator = ({ key }: ObjectEntry): boolean => key === 'increment' || key === 'decrement';

/** `{ $inc: … }`, `{ count: { increment: 1 } }`, `{ count: row.count + 1 }`, also inside `$set`, and the same in SQL. */
export const incrementsIn = (thing: Thing | undefined): boolean =>
  objectsOf(thing).some(
    (object) =>
      growsRow(object) ||
      object.value.entries.some(
        ({ key, value }) =>
          key === '$inc' ||
          (key !== undefined && countsInField(object, key, value)) ||
          (value.kind === 'object' &&
            (value.entries.some(isOperator) || (key === '$set' && growsRow({ ...object, value })))),
      ),
  );

export const data = (
  engine: string,
  verb: DataVerb,
  table: string | undefined,
  keyed: DataDeed['keyed'] = 'unknown',
): DataDeed => ({
  kind: 'data',
  engine,
  verb,
  keyed: verb === 'insert' ? keyed : verb === 'read' ? 'unknown' : 'given',
  ...(table === undefined ? {} : { table }),
});

const EVENT_NAMES = [
  'type',
  'event_type',
  'eventType',
  'topic',
  'channel',
  'subject',
  'routing_key',
  'routingKey',
  'event_name',
  'eventName',
  'event',
  'name',
];

/** A row put into an outbox is an event on its way: whoever relays it, it goes to the channel that the row names. */
export const outboxDeeds = (
  deed: DataDeed,
  rows: Thing | undefined,
  program: Program,
): readonly (DataDeed | PublishDeed)[] => {
  if (deed.verb !== 'insert' || !/outbox/i.test(deed.table ?? '')) return [deed];
  const list = itemsOf(rows);
  const all = list.length > 0 ? list : optionsOf(rows);
  for (const key of EVENT_NAMES) {
    const names = all.flatMap((row) => plainTextsOf(fieldOf(row, key, program)));
    if (names.length > 0)
      return [deed, { kind: 'publish', protocol: 'outbox', names, label: `outbox ${names[0] ?? '?'}` }];
  }
  return [deed];
};
