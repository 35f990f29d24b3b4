import { lastStep, objectsOf } from '../things.ts';
import type { Library, LibraryCall, Recognised } from '../types.ts';
import { namesIn, option } from './kit.ts';

/** The texts of a span's attributes, by name; one that is there without a known text has none. */
const attributesOf = (call: LibraryCall): ReadonlyMap<string, readonly string[]> =>
  new Map(
    objectsOf(option(call, 'attributes')).flatMap(({ value, scope }) =>
      value.entries.flatMap((entry): readonly [string, readonly string[]][] =>
        entry.key === undefined ? [] : [[entry.key, namesIn(scope.program.evaluate(entry.value, scope))]],
      ),
    ),
  );

/**
 * What code says of itself to OpenTelemetry, by the conventions for messaging spans: a message that is sent with the id of
 * a conversation is a request, whose sender waits for the answer. Plain sends show where the broker's client is called.
 */
export const telemetry: Library = {
  packages: ['@opentelemetry/api'],
  recognise: (call): Recognised | undefined => {
    if (!/^start(?:Active)?Span$/.test(lastStep(call.callee.path))) return undefined;
    const said = attributesOf(call);
    const pattern = said.get('messaging.destination.name') ?? [];
    const isSent = said.get('messaging.operation.type')?.includes('send') === true;
    if (!isSent || !said.has('messaging.message.conversation_id') || pattern.length === 0) return undefined;
    const label = `request ${pattern[0] ?? '?'}`;
    return { deeds: [{ kind: 'call', protocol: 'message', urls: [], pattern, keys: [], label, deadline: 'unknown' }] };
  },
};
