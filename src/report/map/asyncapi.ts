import type { View, ViewNode } from '../../graph/types.ts';
import { oneLine } from '../text/lines.ts';
import { yamlText, type Yaml } from '../text/yaml.ts';
import { payloadOf } from './payload.ts';
import { nameOf, slugsFor, slugsOf } from './parts.ts';

/** AsyncAPI 3.0 of the events that were found: a channel for each, and who sends and receives on it. */
export function renderAsyncapi(view: View): string {
  const slug = slugsFor(view);
  const channels = view.nodes.filter(({ kind }) => kind === 'channel');
  return yamlText({
    asyncapi: '3.0.0',
    info: {
      title: oneLine(view.name) || 'workspace',
      version: '0.0.0',
      description: `Read off the code by msvc graph. ${channels.some(({ fields }) => fields) ? 'Schemas of messages are those of the protobuf contracts, as JSON.' : 'Schemas of messages are not known.'}`,
    },
    channels: Object.fromEntries(channels.map((node) => [slug(node.id), channelOf(node)])),
    operations: Object.fromEntries(operationsOf(view, slug)),
  });
}

function channelOf(node: ViewNode): Yaml {
  const name = nameOf(node);
  const parameters = [...name.matchAll(/\{([^{}]*)\}/g)].map(([, parameter = '']) => parameter);
  // What the specification does not let stand in an address is no address, and known by its title.
  const isAddress =
    !/[?#]/.test(name) &&
    parameters.every((one) => /^[\w-]+$/.test(one)) &&
    !/[{}]/.test(name.replace(/\{[^{}]*\}/g, ''));
  const [protocol = '', ...more] = node.more;
  return {
    address: isAddress ? name : null,
    title: name,
    ...(more.length > 0 ? { description: more.map(oneLine).join(', ') } : {}),
    messages: { event: { name, title: name, ...(node.fields ? { payload: payloadOf(node.fields) } : {}) } },
    ...(isAddress && parameters.length > 0
      ? { parameters: Object.fromEntries(parameters.map((one) => [one, {}])) }
      : {}),
    'x-protocol': oneLine(protocol),
  };
}

function operationsOf(view: View, slug: (id: string) => string): readonly (readonly [string, Yaml])[] {
  const byId = new Map(view.nodes.map((node) => [node.id, node]));
  const found = view.lines.flatMap((line) => {
    const [from, to] = [byId.get(line.from), byId.get(line.to)];
    if (line.kind !== 'async' || !from || !to) return [];
    if (to.kind === 'channel') return [{ id: line.id, action: 'send', service: from, channel: to, line }];
    return from.kind === 'channel' && to.kind !== 'dead-letters'
      ? [{ id: line.id, action: 'receive', service: to, channel: from, line }]
      : [];
  });
  const key = slugsOf(found.map(({ action, service, channel }) => `${service.name} ${action} ${channel.name}`));
  return found.map(({ action, service, channel, line }) => [
    key(`${service.name} ${action} ${channel.name}`),
    {
      action,
      channel: { $ref: `#/channels/${slug(channel.id)}` },
      title: `${nameOf(service)} ${action}s ${nameOf(channel)}`,
      messages: [{ $ref: `#/channels/${slug(channel.id)}/messages/event` }],
      'x-service': nameOf(service),
      'x-found-at': [
        ...new Set(
          line.operations.flatMap(({ evidence }) => evidence.map(({ file, line: at }) => oneLine(`${file}:${at}`))),
        ),
      ],
    },
  ]);
}
