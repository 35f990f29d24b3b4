import { defineRule, isHandlersOwn, isTelemetry, labelOfEffect, lastPlace, wayTo } from '../../src/lint/kit.ts';
import type { Effect, Operation } from '../../src/model/model.ts';

/** Queues inside the database: their insert takes part in its transaction. */
const INSIDE = new Set(['outbox', 'pg-boss', 'graphile', 'agenda']);

export default defineRule({
  id: 'remote-call-in-transaction',
  group: 'calls',
  tier: 'proven',
  summary: 'No transaction waits for another service.',
  why: 'While a transaction is open it holds locks and a connection of the pool. A call inside it makes both wait for somebody else: when that service gets slow, the pool runs dry and everything that needs the database stops. What the call did also stays when the transaction is rolled back.',
  decided:
    'Transactions are followed from where they begin (a callback of the mapper, `BEGIN`, `startTransaction`, a decorator) to their commit, through helpers. A call to another service or a publish to a broker between the two, in a transaction that uses the database, is violated.',
  notReported: [
    'the insert into an outbox, jobs in a queue that lives in the database',
    'commands and events inside the process',
    'transactions of a broker alone',
    'caches and locks',
    'logs and metrics',
  ],
  remedy: 'Ask before the transaction begins, and tell after it through an outbox',
  sources: [
    'Nygard, Release It!, 2nd edition, chapter 4: Blocked Threads, Integration Points',
    'Richardson, Microservices Patterns, chapter 3: Transactional messaging',
    'PostgreSQL documentation: idle_in_transaction_session_timeout',
  ],
  messages: {
    call: ({ what }: { what: string }) => `${what} is called while a transaction is open`,
    publish: ({ what }: { what: string }) =>
      `${what} is published while a transaction is open, and stays if it is rolled back`,
  },
  *check(model, say) {
    const seen = new Set<string>();
    for (const operation of model.operations) {
      for (const effect of remoteIn(operation)) {
        const { file, line, column } = lastPlace(effect);
        const key = `${operation.service}\n${file}:${line}:${column}\n${effect.around.transaction}`;
        if (seen.has(key) || isHandlersOwn(model, operation, effect)) continue;
        seen.add(key);
        const what = labelOfEffect(effect);
        yield say(
          effect.kind === 'publish' ? 'publish' : 'call',
          { what },
          {
            at: lastPlace(effect),
            related: wayTo(operation, effect, what),
            services: [...new Set([operation.service, ...(effect.kind === 'call' && effect.to ? [effect.to] : [])])],
            subject: [operation.service, operation.name, what],
            detail: `The transaction begins at ${effect.around.transaction}.`,
            proof: [
              { about: 'handler', text: operation.name, at: operation.evidence[0] },
              { about: 'transaction', text: `opened at ${effect.around.transaction}` },
              ...usesIn(operation, effect).map((use) => ({
                about: 'data',
                text: labelOfEffect(use),
                at: lastPlace(use),
              })),
              { about: effect.kind, text: what, at: lastPlace(effect) },
              { about: 'verdict', text: 'violated' },
            ],
          },
        );
      }
    }
  },
});

const usesIn = ({ effects }: Operation, { around }: Effect): Effect[] =>
  effects.filter((effect) => effect.kind === 'data' && effect.around.transaction === around.transaction).slice(0, 3);

/** Calls and messages inside transactions in which the database is used too. */
const remoteIn = (operation: Operation): Effect[] =>
  operation.effects.filter((effect) => {
    if (effect.around.transaction === undefined) return false;
    const isRemote =
      effect.kind === 'call'
        ? effect.to !== operation.service && !effect.around.detached
        : effect.kind === 'publish' && !INSIDE.has(effect.protocol) && !isTelemetry(effect);
    return isRemote && usesIn(operation, effect).some((use) => use.kind === 'data' && use.engine !== 'redis');
  });
