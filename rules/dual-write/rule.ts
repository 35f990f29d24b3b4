import { defineRule } from '../../src/lint/kit.ts';
import type { Model, Operation } from '../../src/model/model.ts';
import { isOnlyRead } from './heard.ts';
import { type Pair, pairsOf } from './pairs.ts';
import { channelOf, proofOf, trailNotes, writeOf } from './words.ts';

type Told = { readonly publish: string; readonly write: string };

export default defineRule({
  id: 'dual-write',
  group: 'core',
  tier: 'local-absence',
  summary: 'What is stored and what is told cannot drift apart.',
  why: 'No transaction spans a database and a broker. When the process dies, the broker refuses or the commit fails between the two, one of them stands alone: an order that nobody ships, or a shipment without an order. Nothing retries it, no log shows it, and the services disagree from then on.',
  decided:
    'For each handler its effects are followed in order, through helpers, commands and in-process events. A publish to a broker that can run in the same use case as a write to the service’s database is violated, once for each place that publishes. Written first: the event can be lost. Published first, or before the transaction around both is committed: a ghost event can go out. Ways of one choice, and what stands behind a return, do not meet.',
  notReported: [
    'a use case that puts its event in an outbox, and the relay that empties it',
    'what a connector of the workspace captures (Debezium): the tables it lists, or the whole database where it lists none',
    'an event store whose append is the publish',
    'jobs in a queue that lives in the database (pg-boss, graphile-worker, agenda)',
    'caches and locks, rows that remember processed messages',
    'logs and metrics, messages that are given up on',
    'events that stay inside the process',
    'requests that are waited for',
    'messages of which all who hear them only look things up, such as those that refresh a page: undecided',
    'a publish in another branch than the write, or in the catch of it',
  ],
  remedy:
    'Insert the event into an outbox table in the transaction of the write, and let a relay or change-data-capture publish it',
  looksAt: 'handler',
  sources: [
    'Richardson, Microservices Patterns, chapter 3: Transactional outbox',
    'Kleppmann, Designing Data-Intensive Applications, chapter 11: Keeping Systems in Sync',
    'Debezium documentation, Outbox Event Router',
  ],
  messages: {
    lost: ({ publish, write }: Told) =>
      `${publish} is published after ${write}, and lost if the process dies between them`,
    ghost: ({ publish, write }: Told) =>
      `${publish} is published before ${write} is sure, and stands for nothing if that fails`,
  },
  *check(model, say) {
    for (const { operation, pair } of sitesOf(model)) {
      const { publish, write, order, site } = pair;
      const { service, name } = operation;
      if (isOnlyRead(model, pair)) {
        const undecided = `what is lost with ${channelOf(publish)}: who hears it only reads, as far as can be seen`;
        yield { undecided, at: site, services: [service] };
        continue;
      }
      yield say(
        order,
        { publish: channelOf(publish), write: writeOf(write) },
        {
          at: site,
          related: trailNotes(operation, pair),
          services: [service],
          subject: [service, name, channelOf(publish)],
          detail:
            'No outbox row or event store in this use case and no change-data-capture connector of the workspace covers both.',
          proof: proofOf(operation, pair),
        },
      );
    }
  },
});

/** Each place that publishes once, as the first operation does it that is not the start of the process. */
function sitesOf(model: Model): { readonly operation: Operation; readonly pair: Pair }[] {
  const sites = new Map<string, { readonly operation: Operation; readonly pair: Pair }>();
  const operations = [...model.operations].sort(
    (a, b) => Number(a.trigger === 'start') - Number(b.trigger === 'start'),
  );
  for (const operation of operations) {
    for (const pair of pairsOf(model, operation)) {
      const { file, line, column } = pair.site;
      const key = `${operation.service}\n${file}:${line}:${column}`;
      if (!sites.has(key)) sites.set(key, { operation, pair });
    }
  }
  return [...sites.values()];
}
