import { defineRule } from '../../src/lint/kit.ts';
import type { Saga, SagaStep } from '../../src/model/saga.ts';
import { unheardFailures } from './failures.ts';

export default defineRule({
  id: 'saga-without-compensation',
  group: 'contracts',
  tier: 'proven',
  summary: 'Each step of a saga that changes something can be undone.',
  why: 'There is no rollback across services: what an earlier step wrote stays until something undoes it. A step without its counterpart leaves the card charged and the stock reserved for an order that was refused, and somebody finds out by a complaint.',
  decided:
    'Two proofs. Steps that code declares in a list or with a builder, some with what undoes them: a step that writes, publishes or calls, has none, and stands before one that has. Or an event that says a step failed, published while another service’s event is handled, which nobody hears, although that service had written before it published. ',
  notReported: [
    'steps that only read',
    'the last steps, behind all that can be undone: they are repeated until they succeed',
    'sagas in which no step can be undone, and steps whose function could not be followed',
    'failures in answer to a request: the caller hears of them',
    'failure events whose other end could not be told, and dead letters',
    'workflow engines whose steps are in another language or service',
  ],
  remedy:
    'Give the step what undoes it (release, refund, cancel), or listen to the failure where the state was changed',
  sources: [
    'Garcia-Molina and Salem, Sagas (SIGMOD 1987)',
    'Richardson, Microservices Patterns, chapter 4: compensatable, pivot and retriable transactions',
    'Microsoft, Cloud Design Patterns: Compensating Transaction',
  ],
  messages: {
    step: ({ step, service }: { step: string; service: string }) =>
      `Nothing undoes "${step}" when a later step of the saga in ${service} fails`,
    failure: ({ name, before }: { name: string; before: string }) =>
      `Nobody hears "${name}", so what ${before} wrote before is never undone`,
  },
  *check(model, say) {
    for (const saga of model.sagas) {
      for (const step of stepsLeft(saga)) {
        yield say(
          'step',
          { step: step.name, service: saga.service },
          {
            at: step.evidence[0],
            related: saga.steps
              .filter(({ isCompensated }) => isCompensated)
              .map(({ name, evidence }) => ({ ...evidence[0], label: name, note: 'can be undone' })),
            services: [saga.service],
            subject: [saga.service, step.evidence[0].file, step.name],
            detail: 'Other steps of the same saga say what undoes them.',
          },
        );
      }
    }
    for (const { name, by, at, before, channel } of unheardFailures(model)) {
      const [cause] = before;
      if (!cause) continue;
      yield say(
        'failure',
        { name, before: cause.service },
        {
          at,
          related: before.map(({ service, event, at: place }) => ({
            ...place,
            label: service,
            note: `writes, then publishes ${event}`,
          })),
          services: [by, ...before.map(({ service }) => service)],
          subject: [channel.kind, name],
          ...(model.config.partial ? { grade: 'info' } : {}),
          detail: `${by} publishes it while it handles "${cause.event}".`,
        },
      );
    }
  },
});

/** Steps that change something, cannot be undone, and stand before one that can: a later failure leaves them behind. */
function stepsLeft({ steps }: Saga): readonly SagaStep[] {
  const last = steps.findLastIndex(({ isCompensated }) => isCompensated);
  return steps.slice(0, Math.max(0, last)).filter(({ isCompensated, changes }) => changes && !isCompensated);
}
