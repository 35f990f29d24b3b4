import {
  defineRule,
  effectsAtRisk,
  isHandlersOwn,
  labelOfEffect,
  lastPlace,
  operationCalledBy,
  wayTo,
} from '../../src/lint/kit.ts';
import type { Effect, Operation } from '../../src/model/model.ts';
import type { Note, ProofLine } from '../../src/model/rule.ts';

type Call = Extract<Effect, { kind: 'call' }>;

/** By their definition done as often as one likes. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

export default defineRule({
  id: 'non-idempotent-retry',
  group: 'calls',
  tier: 'proven',
  summary: 'Only what may happen twice is tried again.',
  why: 'A call that timed out may have been carried out: nobody knows. Trying it again creates the order or charges the card a second time, and does so exactly when the other side is slow, for many at once.',
  decided:
    'For each call that a retry is around (a loop that goes round after a failure, a wrapper, a policy), what the called operation does is looked at: an insert under a fresh key, a count, a charge, with nothing in front that knows a repeated request. Charges of a payment provider count where they stand. A call is satisfied by a key that goes along.',
  notReported: [
    'GET, HEAD, PUT and DELETE',
    'calls with an idempotency key or a request id, in a header, in metadata or in the message',
    'operations behind a unique key, an upsert or a check of what is stored',
    'retries that a client does by itself: most leave POST out (undecided)',
    'calls whose other end is not known (undecided)',
  ],
  remedy: 'Send an idempotency key made before the first attempt, and let the other side store it with a unique key',
  looksAt: 'call',
  sources: [
    'RFC 9110, section 9.2.2: Idempotent Methods',
    'Stripe API documentation: Idempotent requests',
    'Amazon Builders’ Library: Making retries safe with idempotent APIs',
  ],
  messages: {
    call: ({ what }: { what: string }) => `${what} is tried again after a failure, and does its work twice`,
    charge: ({ library }: { library: string }) =>
      `A charge through ${library} is tried again after a failure without a key`,
  },
  *check(model, say) {
    const seen = new Set<string>();
    for (const operation of model.operations) {
      for (const effect of operation.effects.filter(isRetried)) {
        const at = lastPlace(effect);
        const key = `${operation.service}\n${at.file}:${at.line}:${at.column}`;
        if (seen.has(key) || isHandlersOwn(model, operation, effect)) continue;
        seen.add(key);
        const what = labelOfEffect(effect);
        const services = [operation.service];
        const about = {
          at,
          related: wayTo(operation, effect, what),
          subject: [operation.service, operation.name, what] as const,
        };
        if (effect.kind === 'external') {
          yield say(
            'charge',
            { library: effect.library },
            { ...about, services, proof: proofOf(operation, effect, []) },
          );
          continue;
        }
        const called = effect.kind === 'call' ? operationCalledBy(model, effect) : undefined;
        if (!called) {
          yield { undecided: `what ${what} does when it is tried again`, at, services };
          continue;
        }
        const twice = effectsAtRisk(model, called);
        if (twice.length === 0) continue;
        const related = [...about.related, ...twice.slice(0, 3).map((inner) => otherEnd(called, inner))];
        const proof = proofOf(operation, effect, twice);
        yield say(
          'call',
          { what },
          { ...about, related, services: [...new Set([operation.service, called.service])], proof },
        );
      }
    }
  },
});

function isRetried(effect: Effect): effect is Extract<Effect, { kind: 'call' | 'external' }> {
  if (effect.kind === 'external')
    return effect.what === 'charge' && !effect.idempotencyKey && effect.around.retried === true;
  if (effect.kind !== 'call' || effect.idempotencyKey === true) return false;
  return !SAFE.has(effect.method ?? '') && isRepeated(effect);
}

/** What a client does by itself leaves out what is not idempotent. */
const isRepeated = ({ around, waiting }: Call): boolean =>
  around.retried === true ||
  waiting?.retries?.some(({ by, attempts }) => (by === 'wrapper' || by === 'call') && attempts !== 1) === true;

const otherEnd = ({ service }: Operation, effect: Effect): Note => ({
  ...lastPlace(effect),
  label: `${service} · ${labelOfEffect(effect)}`,
  depth: 1,
});

const proofOf = (operation: Operation, effect: Effect, twice: readonly Effect[]): ProofLine[] => [
  { about: 'handler', text: operation.name, at: operation.evidence[0] },
  { about: 'retried', text: labelOfEffect(effect), at: lastPlace(effect) },
  { about: 'key', text: 'no idempotency key goes along' },
  ...twice.map((inner) => ({ about: 'twice', text: labelOfEffect(inner), at: lastPlace(inner) })),
  { about: 'verdict', text: 'violated' },
];
