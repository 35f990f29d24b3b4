import { indexOf } from '../../src/lint/kit.ts';
import type { Hear, Send } from '../../src/model/messaging.ts';
import type { Model, ServiceName } from '../../src/model/model.ts';
import { nearest } from '../../src/model/nearest.ts';

/** A request that reaches a service of which no handler has its name. */
export type Unanswered = {
  readonly send: Send;
  readonly name: string;
  readonly to: ServiceName;
  /** What that service answers: what was probably meant first. */
  readonly heard: readonly [Hear, ...Hear[]];
};

/** Requests to a queue or an address that is known, whose other side was read and answers other names alone. */
export function* unansweredIn(model: Model): Generator<Unanswered> {
  const { sends, unread } = model.messaging;
  for (const send of sends) {
    const [name] = send.names;
    if (send.kind !== 'request' || send.reaches.length > 0 || name === undefined || !send.names.every(isTold)) continue;
    for (const to of send.takenBy) {
      const own = hearsByService(model).get(to) ?? [];
      const [first, ...rest] = answering(own, name);
      if (!first || unread.includes(to) || !own.every(isPlain) || !overOne(model, to, send)) continue;
      yield { send, name, to, heard: [first, ...rest] };
    }
  }
}

const hearsByService = indexOf(({ messaging }) => Map.groupBy(messaging.hears, ({ service }) => service));

/** The nearest name first. Handlers of events are named too: somebody may have meant one of them. */
function answering(hears: readonly Hear[], name: string): readonly Hear[] {
  const own = hears.filter(({ protocol }) => protocol === 'nest-request' || protocol === 'nest-event');
  const meant = nearest(
    name,
    own.flatMap(({ names }) => names),
  );
  const isMeant = ({ names }: Hear): boolean => meant !== undefined && names.includes(meant);
  return [...own.filter(isMeant), ...own.filter((hear) => !isMeant(hear))];
}

/** Patterns that are objects have `?` for what could not be told, names that are put together `{name}`. */
const isTold = (name: string): boolean => !/[{}?]|^\W*$/.test(name);

/** Names that stand for themselves and no others: a wildcard may hear anything. */
const isPlain = ({ names }: Hear): boolean =>
  names.length > 0 && names.every((name) => isTold(name) && !/[*#>]/.test(name));

/** Whether the application listens over the transport of the request, and over none that could not be told. */
function overOne({ messaging }: Model, to: ServiceName, { protocol }: Send): boolean {
  const own = new Set(messaging.servers.flatMap(({ service, transport }) => (service === to ? [transport] : [])));
  return own.has(protocol) && !own.has('unknown');
}
