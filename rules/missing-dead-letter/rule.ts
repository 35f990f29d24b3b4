import { brokerName, defineRule, groupBy, listOf, unique } from '../../src/lint/kit.ts';
import type { Hear } from '../../src/model/messaging.ts';
import type { Model } from '../../src/model/model.ts';
import type { Saying, Undecided } from '../../src/model/rule.ts';
import { overRabbit } from './nest.ts';
import { verdictOn, type Verdict } from './verdicts.ts';

type Said = { readonly name: string; readonly more: number; readonly service: string };
const andMore = (more: number): string => (more > 0 ? ` (and ${more} more)` : '');

export default defineRule({
  id: 'missing-dead-letter',
  group: 'contracts',
  tier: 'local-absence',
  summary: 'A message that cannot be worked on is put aside after a few attempts.',
  why: 'One message that always fails is enough: it is put back and delivered again thousands of times a second, or it stops its partition, and everything behind it waits. Acknowledging first is the other way to lose: a crash between the acknowledgement and the work, and nobody will ever know that there was an order.',
  decided:
    'For each consumer with work to do: its queue or subscription, as code sets it up, has neither a dead-letter target nor a limit of deliveries, and nothing in the handler puts a failed message aside. Each broker by its own rules: RabbitMQ puts back or keeps what is refused or left, Kafka does not pass a message whose handler throws, NATS Streaming and JetStream without max_deliver deliver for ever. Or the message is acknowledged before the work: `noAck` (the default of Nest’s RabbitMQ transport), or an ack that stands before all of it.',
  notReported: [
    'queues with a dead-letter exchange, a redrive policy, a dead-letter policy, or a delivery limit',
    'handlers that publish what failed to a retry or dead-letter channel',
    'refusing without putting back: the message is lost, but once',
    'Bull, BullMQ, pg-boss, graphile-worker and Azure Service Bus, which bound attempts by themselves',
    'transports that do not deliver again: Redis publish and subscribe, core NATS, TCP',
    'consumers that only read',
    'queues that are set up elsewhere, policies of the broker, and handlers that catch errors themselves: undecided',
  ],
  remedy:
    'Give the queue a dead-letter target and a delivery limit, acknowledge after the work, and watch the dead-letter queue',
  looksAt: 'handler',
  sources: [
    'Hohpe and Woolf, Enterprise Integration Patterns: Dead Letter Channel, Invalid Message Channel',
    'RabbitMQ documentation: Dead Letter Exchanges; Quorum Queues, Poison Message Handling; Consumer Acknowledgements',
    'Amazon SQS documentation: Using dead-letter queues',
    'KafkaJS documentation: Consuming Messages, Retry',
    'NestJS documentation: Microservices, RabbitMQ, Message acknowledgement',
  ],
  messages: {
    endless: ({ name, more, service }: Said) =>
      `Nothing stops a failing "${name}"${andMore(more)} from coming back to ${service}`,
    early: ({ name, more, service }: Said) =>
      `${service} acknowledges "${name}"${andMore(more)} before it has done the work`,
    nestEarly: ({ service }: { service: string }) => `${service} acknowledges its events as soon as they are delivered`,
    nestEndless: ({ service }: { service: string }) => `Nothing puts aside an event that ${service} cannot work on`,
  },
  *check(model, say) {
    for (const alike of groupBy(judged(model), keyOf)) {
      const [one] = alike;
      if (!one) continue;
      const { hear, verdict } = one;
      const [at] = hear.evidence;
      const names = unique(alike.map((each) => nameOf(each.hear)));
      const [name = ''] = names;
      const more = names.length - 1;
      if (verdict.kind === 'unknown') {
        yield { undecided: `"${name}": ${verdict.what}`, at, services: [hear.service] } satisfies Undecided;
        continue;
      }
      const proof = {
        at: verdict.kind === 'early' ? verdict.at : at,
        related: verdict.kind === 'early' ? [{ ...at, label: hear.service, note: 'the consumer' }] : verdict.places,
        services: [hear.service],
        subject: [hear.service, hear.protocol, ...names],
        detail: `On ${brokerName(hear.protocol)}, ${verdict.why}.`,
      } as const satisfies Omit<Saying, 'message'>;
      yield say(verdict.kind === 'early' ? 'early' : 'endless', { name, more, service: hear.service }, proof);
    }
    for (const { server, hears } of overRabbit(model)) {
      const { service, acknowledgesFirst, hasDeadLetter } = server;
      const [at] = server.evidence;
      const events = listOf(hears.map(nameOf).slice(0, 3));
      if (acknowledgesFirst === undefined || (!acknowledgesFirst && hasDeadLetter === undefined)) {
        yield { undecided: `how ${service} acknowledges`, at, services: [service] } satisfies Undecided;
        continue;
      }
      if (!acknowledgesFirst && (hasDeadLetter || hears.some(({ conduct }) => conduct.catches))) continue;
      yield say(
        acknowledgesFirst ? 'nestEarly' : 'nestEndless',
        { service },
        {
          at,
          related: hears.slice(0, 5).map((hear) => ({ ...hear.evidence[0], note: nameOf(hear) })),
          services: [service],
          subject: [service, 'rabbitmq'],
          detail: acknowledgesFirst
            ? `Without \`noAck: false\` an error or a crash loses ${events}.`
            : `${events} stays unacknowledged and comes again with the next connection.`,
          remedy:
            'Set `noAck: false`, acknowledge through RmqContext after the work, and give `queueOptions.arguments` an x-dead-letter-exchange',
        },
      );
    }
  },
});

type Judged = { readonly hear: Hear; readonly verdict: Verdict };

const judged = (model: Model): readonly Judged[] =>
  model.messaging.hears.flatMap((hear): readonly Judged[] => {
    const verdict = verdictOn(model, hear);
    return verdict ? [{ hear, verdict }] : [];
  });

/** Several subscriptions that one place of a base class makes are mended in one place. */
const keyOf = ({ hear: { service, evidence }, verdict }: Judged): string =>
  [service, verdict.kind, evidence[0].file, evidence[0].line].join(' ');

const nameOf = ({ names, feeds, protocol }: Hear): string =>
  names.find((name) => !name.startsWith('(')) ?? feeds[0] ?? `${brokerName(protocol)} consumer`;
