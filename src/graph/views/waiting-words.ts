import type { Effect, Model } from '../../model/model.ts';

type Call = Extract<Effect, { kind: 'call' }>;

/** What is known of how a call waits: `timeout 2 s`, `3 attempts`, `circuit breaker`, `no timeout`. */
export function waitingWords(effect: Call, { traffic }: Pick<Model, 'traffic'>): readonly string[] {
  const { deadline, waiting, to } = effect;
  const policies = to === undefined ? [] : traffic.policies.filter((policy) => policy.to === to);
  const limits = [
    ...(waiting?.limits ?? []).flatMap(({ ms }) => ms ?? []),
    ...policies.flatMap(({ timeoutMs }) => timeoutMs ?? []),
  ];
  const attempts = [
    ...(waiting?.retries ?? []).flatMap((retry) => retry.attempts ?? []),
    ...policies.flatMap((policy) => policy.attempts ?? []),
  ];
  const tries = attempts.reduce((product, count) => product * count, 1);
  const isRetried = (waiting?.retries ?? []).length > 0;
  const hasBreaker =
    (waiting?.guards ?? []).some(({ kind }) => kind === 'breaker') || policies.some(({ breaker }) => breaker);
  return [
    ...(limits.length > 0 ? [`timeout ${durationOf(Math.min(...limits))}`] : deadlineWords(deadline)),
    ...(tries > 1 ? [`${tries} attempts`] : isRetried && attempts.length === 0 ? ['retried'] : []),
    ...(hasBreaker ? ['circuit breaker'] : []),
  ];
}

const deadlineWords = (deadline: Call['deadline']): readonly string[] =>
  deadline === 'none' ? ['no timeout'] : deadline === 'set' ? ['timeout'] : [];

/** `250 ms`, `2 s`, `1.5 s` */
export const durationOf = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms * 10) / 10} ms` : `${Math.round(ms / 100) / 10} s`;
