import type { Evidence } from '../../model/evidence.ts';
import type { Effect, Operation } from '../../model/model.ts';
import type { Note } from '../../model/rule.ts';

/** The place where an effect happens. */
export const lastPlace = ({ trail }: Effect): Evidence => trail.at(-1) ?? trail[0];

/** The way from a handler to what it does, a place for each step. */
export const wayTo = ({ evidence: [handler], service, name }: Operation, effect: Effect, label: string): Note[] => [
  { ...handler, label: `${service} · ${name}` },
  ...effect.trail.map((place, index, { length }): Note => ({
    ...place,
    depth: index + 1,
    ...(index === length - 1 ? { label } : {}),
  })),
];

/** What a person calls a request, a message or a use of data. */
export function labelOfEffect(effect: Effect): string {
  switch (effect.kind) {
    case 'call': {
      const { to, operation, target } = effect;
      if (to === undefined) return target;
      return operation?.startsWith(`${to} `) === true ? operation : `${to} ${operation ?? target}`;
    }
    case 'publish':
      return effect.channel?.replace(/^[\w-]+:/, '') ?? 'a message';
    case 'data':
      return [effect.verb, effect.table].filter(Boolean).join(' ');
    case 'external':
      return `${effect.what} (${effect.library})`;
  }
}
