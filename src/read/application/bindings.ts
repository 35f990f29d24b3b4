import type { BindingFact } from '../../model/fact/infrastructure.ts';
import { given } from '../reader.ts';
import { below, entriesOf, textAt, type MapTree, type Tree } from '../tree/tree.ts';

/** Sections of .NET settings that name an exchange of RabbitMQ: with a queue they listen, without one they publish. */
export function dotnetBindingsIn(tree: Tree): readonly BindingFact[] {
  const found: BindingFact[] = [];
  const visit = (at: Tree, path: readonly string[]): void => {
    if (at.kind !== 'map' || path.length > 6 || found.length > 100) return;
    const binding = path.length > 0 ? bindingOf(at, path.join('.')) : undefined;
    if (binding) found.push(binding);
    for (const [key, { value }] of at.entries) visit(value, [...path, key]);
  };
  visit(tree, []);
  return found;
}

function bindingOf(section: MapTree, name: string): BindingFact | undefined {
  const field = (pattern: RegExp): string | undefined => {
    const key = [...section.entries.keys()].find((one) => pattern.test(one));
    return key === undefined ? undefined : textAt(section, key);
  };
  const channel = field(/^exchange(?:name)?$/i);
  if (
    !channel ||
    !/rabbit|amqp|bus|messag|event|queue|broker/i.test(`${name} ${[...section.entries.keys()].join(' ')}`)
  )
    return undefined;
  const queue = field(/^queue(?:name)?$/i);
  const isPublisher = /publish|producer|sender|emit/i.test(name) || !queue;
  return {
    kind: 'binding',
    role: isPublisher ? 'publishes' : 'consumes',
    protocol: 'rabbitmq',
    name,
    channel,
    ...given('queue', isPublisher ? undefined : queue),
    ...given('key', field(/^routing_?key$/i) || undefined),
    at: section.at,
  };
}

/** `spring.cloud.stream.bindings`: `orders-out-0` publishes, `orders-in-0` listens. */
export const springBindingsOf = (tree: Tree, of: string | undefined): readonly BindingFact[] =>
  entriesOf(below(tree, 'spring', 'cloud', 'stream', 'bindings')).flatMap(([name, { value, at }]) => {
    const channel = textAt(value, 'destination');
    const isIn =
      /-in-\d+$|input$/i.test(name) || below(value, 'group') !== undefined || below(value, 'consumer') !== undefined;
    const isOut = /-out-\d+$|output$/i.test(name) || below(value, 'producer') !== undefined;
    if (channel === undefined || isIn === isOut) return [];
    return [
      {
        kind: 'binding',
        role: isIn ? 'consumes' : 'publishes',
        protocol: 'stream',
        name,
        channel,
        ...given('of', of),
        at,
      },
    ];
  });
