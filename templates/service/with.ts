import { nearestOf, type Known } from '../../src/scaffold/kit.ts';
import { eventMistakes } from './contracts.ts';

/** What every service is born with anyway. */
const always = ['outbox', 'inbox'];
const consumer = /^consumer:from=(.+)$/;

/** The events among wishes like `consumer:from=payments.v1.PaymentCaptured`. */
export const eventsIn = (wishes: readonly string[]): readonly string[] =>
  wishes.flatMap((wish) => consumer.exec(wish)?.[1] ?? []);

/** What is wrong with the capabilities that were wished for. */
export function withMistakes(wishes: readonly string[], known: Known, own: string): readonly string[] {
  const unknown = wishes.filter((wish) => !always.includes(wish) && !consumer.test(wish));
  const mistakes = unknown.map((wish) => {
    const name = wish.replace(/:.*$/, '');
    const near = nearestOf(name, [...always, 'consumer']);
    if (name === 'consumer') return `"${wish}" lacks its event, as in consumer:from=payments.v1.PaymentCaptured`;
    return `"${wish}" is no capability; ${near === undefined ? 'there is consumer:from=<event>' : `did you mean "${near}"?`}`;
  });
  return [...mistakes, ...eventMistakes(eventsIn(wishes), known, own)];
}
