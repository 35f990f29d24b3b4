import { hearsOf, nameOfChannel, oneSided, sendsTo, unique } from '../../src/lint/kit.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Channel, Model } from '../../src/model/model.ts';

/** An event that says a step failed, which nobody hears, though what came before it had changed something. */
export type Unheard = {
  readonly name: string;
  readonly by: string;
  readonly at: Evidence;
  /** Who changed state and published what the failing step answers to. */
  readonly before: readonly { readonly service: string; readonly event: string; readonly at: Evidence }[];
};

const FAILURE =
  /(?:^|[._:/-]|[a-z])(?:fail(?:ed|ure)?|reject(?:ed|ion)?|declin(?:ed)?|denied|insufficient|unavailable|out[-_.]?of[-_.]?stock|timed?[-_.]?out|abort(?:ed)?)(?:$|[._:/-])/i;
const LETTERS = /dead|dl[qtx](?:\b|_)|poison|retry|login|auth|webhook|delivery|mail|notification/i;

export const isFailure = (name: string): boolean =>
  FAILURE.test(name.replace(/([a-z])([A-Z])/g, '$1-$2')) && !LETTERS.test(name);

export function* unheardFailures(model: Model): Generator<Unheard & { readonly channel: Channel }> {
  for (const channel of oneSided(model)) {
    const name = nameOfChannel(channel);
    if (channel.publishedBy.length === 0 || !isFailure(name)) continue;
    for (const by of channel.publishedBy) {
      const isOpen = channel.kind === 'message';
      const send = isOpen ? channel : sendsTo(model, channel).find(({ service }) => service === by);
      const before = isOpen ? partnersOf(model, by, channel) : send ? causesOf(model, by, channel) : [];
      if (send && before.length > 0) yield { channel, name, by, at: send.evidence[0], before };
    }
  }
}

/**
 * Over a broker that is not known, handlers are not told apart. There, whoever hears that the step succeeded, and whose
 * events the failing service hears, is who should hear that it failed.
 */
function partnersOf(model: Model, by: string, failure: Channel): Unheard['before'] {
  const stem = stemOf(nameOfChannel(failure));
  const messages = model.channels.filter(({ kind }) => kind === 'message');
  const successes = messages.filter(
    (channel) =>
      channel.publishedBy.includes(by) &&
      SUCCESS.test(nameOfChannel(channel)) &&
      stemOf(nameOfChannel(channel)) === stem,
  );
  return unique(successes.flatMap(({ consumedBy }) => consumedBy)).flatMap((service) => {
    const cause = messages.find(
      ({ publishedBy, consumedBy }) => publishedBy.includes(service) && consumedBy.includes(by),
    );
    return cause && service !== by ? [{ service, event: nameOfChannel(cause), at: cause.evidence[0] }] : [];
  });
}

const SUCCESS = /(?:succeeded|success|done|completed|accepted)$/i;

/** `payments.v1.ChargePaymentFailed` and `payments.v1.ChargePaymentSucceeded` are about `payments.v1.ChargePayment`. */
const stemOf = (name: string): string =>
  name.replace(SUCCESS, '').replace(/(?:failed|failure|rejected|declined|denied)$/i, '');

/** The events whose handling publishes the failure, of other services that write before or while they publish them. */
function causesOf(model: Model, by: string, failure: Channel): Unheard['before'] {
  const handling = model.operations.filter(
    ({ service, trigger, effects }) =>
      service === by &&
      trigger === 'message' &&
      effects.some((effect) => effect.kind === 'publish' && effect.channel === failure.id),
  );
  return model.channels.flatMap((channel) => {
    const isHandled = hearsOf(model, channel).some(({ operation }) => handling.some(({ id }) => id === operation));
    if (!isHandled) return [];
    return channel.publishedBy.flatMap((service) => {
      const write = service === by ? undefined : writeBefore(model, service, channel);
      return write ? [{ service, event: nameOfChannel(channel), at: write }] : [];
    });
  });
}

/** A write of the operation that publishes to a channel. */
const writeBefore = (model: Model, service: string, { id }: Channel): Evidence | undefined => {
  for (const operation of model.operations) {
    if (operation.service !== service) continue;
    if (!operation.effects.some((effect) => effect.kind === 'publish' && effect.channel === id)) continue;
    const write = operation.effects.find((effect) => effect.kind === 'data' && effect.verb !== 'read');
    if (write) return write.trail.at(-1);
  }
  return undefined;
};
