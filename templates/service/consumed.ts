import { kebabOf, pascalOf } from '../../src/scaffold/kit.ts';
import type { ConsumedEventView, ServiceView } from './view.ts';

/** Local names for events of other contexts; where two are called alike, their context goes in front. */
export function consumedViews(channels: readonly string[]): readonly ConsumedEventView[] {
  const messages = channels.map((channel) => partsOf(channel).message);
  return channels.map((channel) => {
    const { context, version, message } = partsOf(channel);
    const alike = messages.filter((each) => each === message).length > 1;
    const pascal = alike ? `${pascalOf(context)}${message}` : message;
    return {
      channel,
      message,
      pascal,
      kebab: kebabOf(pascal),
      renamed: pascal !== message,
      contract: `${context}/${version}/events_pb`,
    };
  });
}

function partsOf(channel: string): { readonly context: string; readonly version: string; readonly message: string } {
  const [context = '', version = '', message = ''] = channel.split('.');
  return { context, version, message };
}

/** Events by the generated file they are imported from. */
export function groupedByContract(events: readonly ConsumedEventView[]): ServiceView['consumedFrom'] {
  const contracts = [...new Set(events.map(({ contract }) => contract))].sort();
  return contracts.map((contract) => ({ contract, events: events.filter((each) => each.contract === contract) }));
}
