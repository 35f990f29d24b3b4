import type { Effect, Operation } from '../../src/model/model.ts';
import type { Note, ProofLine } from '../../src/model/rule.ts';

const external: Readonly<Record<Extract<Effect, { kind: 'external' }>['what'], string>> = {
  mail: 'send the mail twice',
  charge: 'charge twice',
  sms: 'send the text message twice',
  push: 'send the notification twice',
  upload: 'upload twice',
  other: 'act twice',
};

/** What a person would say happens, as it completes "would …". */
export function consequenceOf(effect: Effect): string {
  switch (effect.kind) {
    case 'data':
      if (effect.verb === 'increment') return `count twice in ${effect.table ?? 'its database'}`;
      return effect.table ? `add a second row to ${effect.table}` : 'add a second row';
    case 'external':
      return external[effect.what];
    case 'publish':
      return effect.channel ? `publish ${effect.channel.replace(/^[\w-]+:/, '')} again` : 'publish again';
    case 'call':
      return `ask ${effect.to ?? effect.target} for ${effect.operation ?? 'it'} twice`;
  }
}

/** The path from the handler to each effect, as a tree of places. */
export const trailNotes = (effects: readonly Effect[]): Note[] =>
  effects.flatMap((effect) =>
    effect.trail.slice(effect.trail.length > 1 ? 1 : 0).map((place, index, { length }): Note => ({
      ...place,
      depth: index + 1,
      ...(index === length - 1 ? { label: shortOf(effect) } : {}),
    })),
  );

/** Every fact behind the verdict, for `msvc explain`. */
export function proofOf(operation: Operation, effects: readonly Effect[], guards: readonly Effect[]): ProofLine[] {
  const [handler] = operation.evidence;
  return [
    { about: 'handler', text: handler.note ?? operation.name, at: handler },
    { about: 'delivery', text: `${operation.protocol}: ${operation.delivery?.note ?? 'may be delivered again'}` },
    ...effects.map((effect) => ({
      about: 'effect',
      text: `${shortOf(effect)}: not idempotent`,
      at: effect.trail.at(-1) ?? effect.trail[0],
    })),
    ...(guards.length > 0
      ? guards.map((guard) => ({
          about: 'guard',
          text: `${shortOf(guard)}, but not in front of the effect`,
          at: guard.trail[0],
        }))
      : [
          { about: 'guards', text: 'processed-message row: not found on this path' },
          { about: '', text: 'unique key on what is inserted: not found in migrations or schemas' },
          { about: '', text: 'check of stored state around the effect: not found' },
        ]),
    { about: 'verdict', text: 'violated' },
  ];
}

function shortOf(effect: Effect): string {
  switch (effect.kind) {
    case 'data':
      return [effect.verb, effect.table].filter(Boolean).join(' ');
    case 'external':
      return `${effect.what} (${effect.library})`;
    case 'publish':
      return `publishes ${effect.channel ?? 'a message'}`;
    case 'call':
      return `calls ${effect.to ?? effect.target} ${effect.operation ?? ''}`.trim();
  }
}
