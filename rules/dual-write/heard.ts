import { grouped, indexOf, nameOfChannel } from '../../src/lint/kit.ts';
import type { Model, Operation } from '../../src/model/model.ts';
import type { Pair } from './pairs.ts';

const onlyReads = ({ effects }: Operation): boolean =>
  effects.length > 0 && effects.every((effect) => effect.kind === 'data' && effect.verb === 'read');

const onlyRead = indexOf((model) => {
  const heard = grouped(
    model.operations.flatMap((operation) =>
      operation.channel === undefined ? [] : [[operation.channel, operation] as const],
    ),
  );
  const isRead = (name: string, service: string): boolean => {
    const handlers = (heard.get(name) ?? []).filter((handler) => handler.service === service);
    return handlers.length > 0 && handlers.every(onlyReads);
  };
  const channels = model.channels.filter(
    (channel) =>
      channel.consumedBy.length > 0 && channel.consumedBy.every((service) => isRead(nameOfChannel(channel), service)),
  );
  return new Set(channels.map(({ id }) => id));
});

/**
 * Whether all who hear of it in the workspace only look things up, as far as can be seen: what is lost with it may be no
 * more than a page that is refreshed.
 */
export const isOnlyRead = (model: Model, { publish }: Pair): boolean =>
  publish.kind === 'publish' && publish.channel !== undefined && onlyRead(model).has(publish.channel);
