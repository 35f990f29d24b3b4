import { partingPlace } from '../../src/lint/kit.ts';
import type { Operation } from '../../src/model/model.ts';
import type { Note, ProofLine } from '../../src/model/rule.ts';
import type { Pair } from './pairs.ts';

/** What goes out, as a sentence begins with it. */
export const channelOf = (publish: Pair['publish']): string => {
  const name =
    publish.kind === 'publish' ? publish.channel?.replace(/^[\w-]+:/, '') : (publish.operation ?? publish.target);
  return name ? `"${name}"` : 'A message';
};

const deeds: Readonly<Record<Pair['write']['verb'], string>> = {
  read: 'the read of',
  insert: 'the insert into',
  update: 'the update of',
  increment: 'the update of',
  upsert: 'the upsert into',
  delete: 'the delete from',
  unknown: 'the write to',
};

export const writeOf = ({ verb, table }: Pair['write']): string => `${deeds[verb]} ${table ?? 'the database'}`;

/** The handler, then both effects in the order in which they run. */
export function trailNotes(operation: Operation, { write, publish, order, site }: Pair): Note[] {
  const [handler] = operation.evidence;
  const written: Note = { ...partingPlace(write, publish), label: `writes ${write.table ?? 'the database'}`, depth: 1 };
  const told: Note = { ...site, label: `publishes ${channelOf(publish)}`, depth: 1 };
  const inOrder = order === 'ghost' && write.around.transaction === undefined ? [told, written] : [written, told];
  return [{ ...handler, label: `${operation.service} · ${operation.name}` }, ...inOrder, ...deeper(publish, site)];
}

/** The helpers that a publish goes through. */
const deeper = ({ trail }: Pair['publish'], site: Pair['site']): Note[] =>
  trail.slice(trail.indexOf(site) + 1).map((place) => ({ ...place, depth: 2 }));

/** Every fact behind the verdict, for `msvc explain`. */
export function proofOf(operation: Operation, { write, publish, order, site }: Pair): ProofLine[] {
  const [handler] = operation.evidence;
  const last = write.trail.at(-1) ?? write.trail[0];
  return [
    { about: 'handler', text: handler.note ?? operation.name, at: handler },
    { about: 'write', text: `${write.verb} ${write.table ?? ''} (${write.engine})`, at: last },
    { about: 'publish', text: `${channelOf(publish)} over ${publish.protocol}`, at: site },
    { about: 'transaction', text: transactionOf(write, publish) },
    { about: 'outbox', text: 'no insert into an outbox or an event store in this use case' },
    { about: 'capture', text: `no connector of the workspace reads ${write.table ?? 'what is written'}` },
    {
      about: 'verdict',
      text: order === 'lost' ? 'violated: the event can be lost' : 'violated: a ghost event can go out',
    },
  ];
}

function transactionOf(write: Pair['write'], publish: Pair['publish']): string {
  if (write.around.transaction === undefined) return 'none around the write';
  return write.around.transaction === publish.around.transaction
    ? 'the publish stands inside the transaction of the write, which no broker takes part in'
    : 'the write is committed by itself';
}
