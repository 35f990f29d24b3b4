import { defineRule, effectsAtRisk, guardsOf, listOf, serviceNamed } from '../../src/lint/kit.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Effect, Model, Operation } from '../../src/model/model.ts';
import { consequenceOf, proofOf, trailNotes } from './words.ts';

export default defineRule({
  id: 'missing-idempotency',
  group: 'core',
  tier: 'local-absence',
  summary: 'A message that arrives twice has one effect.',
  why: 'Brokers deliver at least once: after a crash, a timeout or a rebalance the same message comes again. Without a memory of what was done, customers are charged twice, stock is counted down twice and mails go out twice, and only in the bad hour.',
  decided:
    'For each handler whose transport may deliver again, its effects are followed through helpers. An effect that is not idempotent (a row under a fresh key, an increment, a charge, a mail, a message published beside a write, a call that does one of these) is violated unless a guard comes before it: a row for the processed message, a unique key that exists in the schema or the migrations (SQL, and those of Knex, Kysely, Sequelize, TypeORM, MikroORM and node-pg-migrate), a key of Redis that is taken once, a change of state that goes well once, a check of what is stored, a decorator or a wrapper that lets each message through once. What could not be told is not reported.',
  notReported: [
    'updates that set by key, upserts that overwrite, deletes',
    'consumers that only read, and consumers that only forward',
    'handlers behind a transport that does not deliver again',
    'inserts into a table with a unique business key, or under a key that the message gives',
    'effects behind a check of stored state',
    'charges and calls with an idempotency key, messages and jobs whose id the broker knows (job ids, msgID or the header Nats-Msg-Id, MessageDeduplicationId)',
    'what is put aside as a dead letter, logs and metrics',
    'inserts whose key could not be told',
  ],
  remedy:
    'Write the message’s id to an inbox table in the transaction of the effect, or put a unique key on what identifies it',
  looksAt: 'handler',
  sources: [
    'Richardson, Microservices Patterns, chapter 3: Handling duplicate messages',
    'Hohpe and Woolf, Enterprise Integration Patterns: Idempotent Receiver',
  ],
  messages: {
    twice: ({ message, consequences }: { message: string; consequences: readonly string[] }) =>
      `A redelivered "${message}" would ${listOf(consequences)}`,
  },
  *check(model, say) {
    for (const operation of model.operations) {
      if (operation.delivery?.redelivers !== true) continue;
      const atRisk = effectsAtRisk(model, operation);
      if (atRisk.length === 0) continue;
      const handler = handlerOf(model, operation, atRisk);
      const name = nameOf(operation);
      yield say(
        'twice',
        { message: name, consequences: [...new Set(atRisk.map(consequenceOf))].slice(0, 3) },
        {
          at: handler,
          related: [{ ...handler, label: `${operation.service} · on ${name}` }, ...trailNotes(atRisk)],
          services: [operation.service],
          subject: [operation.service, operation.name],
          detail: 'Nothing on this path remembers the message, and no unique key stops the second one.',
          proof: proofOf(operation, atRisk, guardsOf(model, operation)),
        },
      );
    }
  },
});

/** A channel without the kind of its broker in front: `order:placed` is a name of its own. */
const nameOf = ({ channel, name, protocol }: Operation): string =>
  (channel ?? name).replace(new RegExp(`^(?:${protocol}|message):`), '');

/** Where a service hears a message through a class that it shares, its own part of the handler is the place. */
function handlerOf(model: Model, { service, evidence: [handler] }: Operation, effects: readonly Effect[]): Evidence {
  const path = serviceNamed(model, service)?.path;
  if (path === undefined || handler.file.startsWith(`${path}/`)) return handler;
  const [own] = effects.flatMap(({ trail }) => trail.filter(({ file }) => file.startsWith(`${path}/`)));
  return own ?? handler;
}
