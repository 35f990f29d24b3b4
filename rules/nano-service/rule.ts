import { defineRule, placeOfCall, serviceNamed, unique } from '../../src/lint/kit.ts';
import type { Model, Operation, Service } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';

const few = ['no operation', 'one operation', 'two operations'];

export default defineRule({
  id: 'nano-service',
  group: 'boundaries',
  tier: 'advice',
  summary: 'A service is worth the network call, the deployment and the watching that it costs.',
  why: 'A function behind a network fails where a function call cannot: it times out, it is deployed in another version than its only caller, and the caller is down whenever it is.',
  decided:
    'A service offers one or two operations (health checks and what it does on start do not count), keeps no data, hears and sends no messages, and exactly one other service, which is no gateway, calls it and waits.',
  notReported: [
    'gateways, front ends and jobs',
    'a service that reaches outside: it sends mail, charges, uploads, or calls an address that is no service here',
    'a service whose store or calls could not be told, or that loads a driver or a client of a product: listed as undecided',
    'a service without a caller in the workspace',
    'a service that a gateway alone calls: behind the gateway stand all of its clients',
    'what it costs to run an operation: one that needs a machine of its own is rightly a service, and looks the same',
  ],
  remedy: 'Make it a module of its caller, or give it the data and the rules that belong to what it does',
  looksAt: 'service',
  sources: [
    'Rotem-Gal-Oz, SOA Patterns, chapter 10: Nanoservices',
    'Richards and Ford, Fundamentals of Software Architecture, chapter 17: Granularity',
    'Taibi, Lenarduzzi and Pahl, Microservices Anti-patterns: A Taxonomy (2020): Nanoservices',
  ],
  messages: {
    tiny: ({ service, count, caller }: { service: string; count: number; caller: string }) =>
      `${service} offers ${few[count] ?? count} to ${caller} alone, and keeps nothing`,
  },
  *check(model, say) {
    const facts = factsOf(model);
    for (const service of model.services.filter(({ kind }) => kind === 'service')) {
      const { name } = service;
      const operations = (facts.operations.get(name) ?? []).filter(isOffered);
      const calls = facts.callers.get(name) ?? [];
      const callers = unique(calls.map(({ from }) => from));
      const [caller] = callers;
      if (operations.length < 1 || operations.length > 2 || callers.length !== 1 || !caller) continue;
      if (serviceNamed(model, caller)?.kind !== 'service') continue;
      if (facts.busy.has(name) || operations.some(reachesOut)) continue;
      const open = facts.open.get(name);
      if (open) {
        yield {
          undecided: `whether ${name} is more than its few operations: ${open}`,
          at: service.evidence[0],
          services: [name],
        };
        continue;
      }
      const offered = operations.map(({ name: label, evidence: [place] }): Note => ({
        ...place,
        label: name,
        note: label,
      }));
      const called = calls
        .slice(0, 2)
        .map((call): Note => ({ ...placeOfCall(model, call), label: caller, note: 'calls it' }));
      yield say(
        'tiny',
        { service: name, count: operations.length, caller },
        { at: placeOf(service), related: [...offered, ...called], services: [name, caller], subject: [name] },
      );
    }
  },
});

const placeOf = ({ evidence: [place] }: Service): Note => place;

const isOffered = ({ trigger, name }: Operation): boolean =>
  trigger !== 'start' &&
  !/(?:^|[/\s.])(?:health\w*|live\w*|ready\w*|readiness|status|ping|metrics|version)(?:$|[/\s.])/i.test(name);

/** Mail, charges and uploads, and calls that leave the workspace. */
const reachesOut = ({ effects }: Operation): boolean =>
  effects.some((effect) => effect.kind === 'external' || (effect.kind === 'call' && effect.to === undefined));

/** Libraries by which a service keeps data or reaches what is not in this workspace, seen to be used or not. */
const reaching =
  /^(?:pg|mysql2?|mssql|tedious|mongoose|mongodb|redis|ioredis|typeorm|sequelize(?:-typescript)?|knex|kysely|drizzle-orm|objection|better-sqlite3|sqlite3?|nodemailer|stripe|twilio|resend|postmark|web-push|firebase-admin|openai|puppeteer|playwright|sharp|@(?:prisma|mikro-orm|sendgrid|aws-sdk|google-cloud|azure|slack|anthropic-ai|elastic)\/.+|aws-sdk)$/;

/** What the rule asks of every service, gathered in one walk over the model. */
function factsOf(model: Model) {
  const messaging = model.edges.filter(({ kind }) => kind === 'async').flatMap(({ from, to }) => [from, to]);
  const hearing = model.channels.flatMap(({ publishedBy, consumedBy }) => [...publishedBy, ...consumedBy]);
  return {
    operations: Map.groupBy(model.operations, ({ service }) => service),
    callers: Map.groupBy(
      model.edges.filter(({ kind, from, to }) => kind === 'sync' && from !== to),
      ({ to }) => to,
    ),
    /** They keep data, send or hear. */
    busy: new Set([...messaging, ...hearing, ...model.stores.flatMap(({ usedBy }) => usedBy)]),
    open: new Map([
      ...model.traits.flatMap(({ service, libraries }) =>
        libraries.filter(({ name }) => reaching.test(name)).map(({ name }) => [service, `it loads ${name}`] as const),
      ),
      ...model.unresolved.map(({ service, what }) => [service, what] as const),
    ]),
  };
}
