import { brokerName, defineRule, listOf } from '../../src/lint/kit.ts';
import { acrossBrokers, throughNest, unanswered, type Pair } from './pairs.ts';

export default defineRule({
  id: 'transport-mismatch',
  group: 'contracts',
  tier: 'proven',
  summary: 'Sender and handler of a message speak over the same transport.',
  why: 'Both sides compile, start and are healthy, and their names agree; but one talks to Kafka while the other waits on RabbitMQ. Events pile up where nobody reads them and requests end in a timeout, with nothing in any log that says why.',
  decided:
    'The name that is sent meets a handler of that name in another service, but not its transport: the transport of the client against those that the application connects (createMicroservice, connectMicroservice) in Nest, or a name that is only published on one broker and only heard on another. A request whose only handlers take events is a warning: nobody answers it.',
  notReported: [
    'clients and servers whose transport could not be told, and strategies of one’s own',
    'applications that listen over the sender’s transport too',
    'a handler among several that does hear it',
    'brokers that feed each other: SNS and SQS, EventBridge, job queues in Redis, connectors',
  ],
  remedy: 'Connect the handler’s application to the transport that the message is sent over, or send it over that one',
  sources: [
    'NestJS documentation: Microservices, Transports; Hybrid application',
    'Hohpe and Woolf, Enterprise Integration Patterns: Message Channel, Channel Adapter',
  ],
  messages: {
    mismatch: ({ pair: { name, sent, heard, hear } }: { pair: Pair }) =>
      `"${name}" is sent over ${brokerName(sent)}, but ${hear.service} listens over ${listOf(heard.map(brokerName))}`,
    unanswered: ({ name, by }: { name: string; by: string }) =>
      `"${name}" is asked for an answer, but ${by} takes it as an event`,
  },
  *check(model, say) {
    const seen = new Set<string>();
    for (const pair of [...throughNest(model), ...acrossBrokers(model)]) {
      const { send, hear, name } = pair;
      const key = [send.service, hear.service, name].join('\n');
      if (seen.has(key)) continue;
      seen.add(key);
      const [at] = send.evidence;
      yield say(
        'mismatch',
        { pair },
        {
          at,
          related: [
            { ...hear.evidence[0], label: hear.service, note: `listens to ${name}` },
            ...pair.servers.map(({ evidence, transport }) => ({
              ...evidence[0],
              label: hear.service,
              note: `over ${brokerName(transport)}`,
            })),
          ],
          services: [send.service, hear.service],
          subject: [send.service, hear.service, name],
          detail: `What ${send.service} sends never arrives.`,
        },
      );
    }
    for (const { send, hear, name } of unanswered(model)) {
      const key = [send.service, hear.service, name].join('\n');
      if (seen.has(key)) continue;
      seen.add(key);
      const [at] = send.evidence;
      yield say(
        'unanswered',
        { name, by: hear.service },
        {
          at,
          related: [{ ...hear.evidence[0], label: hear.service, note: '@EventPattern' }],
          services: [send.service, hear.service],
          subject: [send.service, hear.service, name],
          grade: 'warning',
          detail: 'An event has no answer: the caller waits for one until its deadline, or gets nothing.',
          remedy: 'Emit it, or answer it with @MessagePattern',
        },
      );
    }
  },
});
