import {
  brokerName,
  defineRule,
  groupBy,
  hearsOf,
  indexOf,
  listOf,
  nameOfChannel,
  oneSided,
  sendsTo,
} from '../../src/lint/kit.ts';
import type { Hear } from '../../src/model/messaging.ts';
import type { Channel, Model } from '../../src/model/model.ts';
import { isAside, whyUnknown } from './other-end.ts';
import { unansweredIn, type Unanswered } from './unanswered.ts';

export default defineRule({
  id: 'orphan-message',
  group: 'contracts',
  tier: 'proven',
  summary: 'Every message has somebody who sends it and somebody who hears it.',
  why: 'A renamed topic breaks nothing that is compiled or tested: the publisher goes on publishing, the consumer goes on waiting, and the work in between is simply no longer done. Messages without a reader also fill disks, until the broker stops taking those that have one.',
  decided:
    'A topic, queue or subject that services of the workspace publish to and nobody listens to, or the other way round, after names were followed through constants, settings and bindings. Both ends must be told: where one service listens to or publishes under a name that could not be, or code was not read, it is undecided. It is a note in a workspace that declares itself partial. A request of Nest counts where the queue or the address it goes to is that of a service of the workspace, whose handlers all have other names.',
  notReported: [
    'dead-letter, retry and reply channels',
    'brokers whose subscriptions are made elsewhere: SNS, SQS, EventBridge, MQTT, Dapr: undecided',
    'events through an outbox whose broker is not known here: undecided',
    'topics beside a change-data-capture connector, queues of jobs without a known producer: undecided',
    'workspaces with services whose code cannot be read: undecided',
    'names that are heard on another broker: `transport-mismatch` says that',
    'requests that nobody asks',
  ],
  remedy:
    'Correct the name on one side; remove the side that is no longer needed; or say `partial: true` in msvc.yaml where the other end lives in another repository',
  looksAt: 'message',
  sources: [
    'Hohpe and Woolf, Enterprise Integration Patterns: Message Channel, Publish-Subscribe Channel',
    'Richardson, Microservices Patterns, chapter 3',
    'AsyncAPI specification: channels and operations',
  ],
  messages: {
    unheard: ({ name, by }: { name: string; by: string }) => `Nobody listens to "${name}", which ${by} publishes`,
    unsent: ({ name, by }: { name: string; by: string }) => `Nobody publishes "${name}", which ${by} waits for`,
    unanswered: ({ name, send, to }: Unanswered) => `${to} has no answer for "${name}", which ${send.service} asks it`,
  },
  *check(model, say) {
    for (const one of unansweredIn(model)) {
      const { send, name, to, heard } = one;
      const [at] = send.evidence;
      yield say('unanswered', one, {
        at,
        related: heard.slice(0, 4).map((hear) => ({ ...hear.evidence[0], label: to, note: hear.names.join(' | ') })),
        services: [send.service, to],
        subject: ['request', send.service, to, name],
        detail: `${to} listens for ${saidNames(heard)}. The caller gets an error, or waits until its deadline.`,
        remedy: 'Ask for a name that the other side listens for, best a constant that both of them import',
      });
    }
    const seen = new Set<string>();
    for (const channel of oneSided(model)) {
      if (isAside(channel) || isHeardElsewhere(model, channel) || isAsked(model, channel)) continue;
      const name = saidName(model, channel);
      if (seen.has(`${channel.kind} ${name}`)) continue;
      seen.add(`${channel.kind} ${name}`);
      const isPublished = channel.publishedBy.length > 0;
      const [at, ...rest] = groupBy(
        (isPublished ? sendsTo : hearsOf)(model, channel).map(({ evidence }) => evidence[0]),
        ({ file, line }) => `${file}:${line}`,
      ).flatMap((places) => places.slice(0, 1));
      if (!at) continue;
      const services = isPublished ? channel.publishedBy : channel.consumedBy;
      const unknown = whyUnknown(model, channel);
      if (unknown !== undefined) {
        yield { undecided: unknown, at, services };
        continue;
      }
      yield say(
        isPublished ? 'unheard' : 'unsent',
        { name, by: services.join(' and ') },
        {
          at,
          related: rest
            .slice(0, 5)
            .map((place) => ({ ...place, note: isPublished ? 'publishes it too' : 'waits too' })),
          services,
          subject: [channel.kind, name],
          ...(model.config.partial ? { grade: 'info' } : {}),
          detail: `No service of the workspace ${isPublished ? 'listens to' : 'publishes'} it${channel.kind === 'message' ? '' : ` on ${brokerName(channel.kind)}`}.`,
        },
      );
    }
  },
});

const saidNames = (heard: readonly Hear[]): string => {
  const names = heard.flatMap((hear) => hear.names.map((name) => `"${name}"`));
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : listOf(names);
};

/** A stream or exchange that nobody hears under any key is said once, by its own name. */
function saidName(model: Model, channel: Channel): string {
  const name = nameOfChannel(channel);
  const [base = name] = name.split('/');
  if (base === name || channel.publishedBy.length === 0) return name;
  return unheardFamilies(model).has(`${channel.kind}:${base}`) ? base : name;
}

/** Streams and exchanges of several keys that are published to, each of them, and not heard. */
const unheardFamilies = indexOf(({ channels }) => {
  const families = groupBy(channels, ({ id }) => id.replace(/\/.*$/s, ''));
  const unheard = families.filter(
    (family) =>
      family.length > 1 &&
      family.every(({ publishedBy, consumedBy }) => publishedBy.length > 0 && consumedBy.length === 0),
  );
  return new Set(unheard.map(([first]) => first?.id.replace(/\/.*$/s, '')));
});

const names = indexOf((model) => {
  const namesWhere = (isOne: (channel: Channel) => boolean) =>
    new Set(oneSided(model).filter(isOne).map(nameOfChannel));
  return {
    published: namesWhere(({ publishedBy }) => publishedBy.length > 0),
    heard: namesWhere(({ publishedBy }) => publishedBy.length === 0),
  };
});

/** The same name has the other side on another broker: another rule says so. */
const isHeardElsewhere = (model: Model, channel: Channel): boolean =>
  names(model)[channel.publishedBy.length > 0 ? 'heard' : 'published'].has(nameOfChannel(channel));

const asked = indexOf(({ messaging }) => new Set(messaging.sends.flatMap(({ reaches }) => reaches)));

/** A queue or pattern that is asked and waited for is no event that is missing. */
const isAsked = (model: Model, channel: Channel): boolean =>
  hearsOf(model, channel).some(({ operation, protocol }) => protocol === 'nest-request' || asked(model).has(operation));
