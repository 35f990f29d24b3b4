import type { Guard, Limit, Retry, Waiting } from '../../../../model/waiting.ts';
import { waitingThrough } from '../../../../model/waiting.ts';
import { fieldOf, functionsOf, lastStep, librariesOf, optionsOf, plainTextsOf } from '../../things.ts';
import type { Library, LibraryCall, LibraryThing, Program, Recognised, Thing } from '../../types.ts';
import { amountOf, limitIn, millisecondsOf } from './amounts.ts';

type Said = Retry['paced'];
type Defaults = { readonly retries: number; readonly paced: Said; readonly jitter: Said };

/** What libraries do that try again, where they are told nothing else. */
const RETRYING: Readonly<Record<string, Defaults>> = {
  'p-retry': { retries: 10, paced: 'yes', jitter: 'no' },
  'async-retry': { retries: 10, paced: 'yes', jitter: 'yes' },
  'promise-retry': { retries: 10, paced: 'yes', jitter: 'no' },
  '@zeit/fetch-retry': { retries: 5, paced: 'yes', jitter: 'yes' },
  'exponential-backoff': { retries: 9, paced: 'yes', jitter: 'no' },
  'ts-retry-promise': { retries: 10, paced: 'yes', jitter: 'no' },
  'ts-retry': { retries: 0, paced: 'unknown', jitter: 'no' },
  'retry-as-promised': { retries: 0, paced: 'unknown', jitter: 'no' },
  '@lifeomic/attempt': { retries: 2, paced: 'yes', jitter: 'no' },
};
/** Counts that hold the first attempt too. */
const TOTALS = ['numOfAttempts', 'maxTry', 'maxAttempts', 'max'];
const RETRIES = ['retries', 'limit', 'maxRetries'];

const isTrue = (thing: Thing | undefined): boolean =>
  optionsOf(thing).some((option) => option.kind === 'boolean' && option.boolean);

const attemptsIn = (options: Thing | undefined, program: Program, retries: number | undefined): number | undefined => {
  for (const key of TOTALS) {
    const total = amountOf(fieldOf(options, key, program));
    if (total !== undefined) return total;
  }
  const keyed = RETRIES.map((key) => fieldOf(options, key, program)).find((thing) => thing !== undefined);
  const more = keyed ? amountOf(keyed) : retries;
  return more === undefined ? undefined : more + 1;
};

const jitterIn = (options: Thing | undefined, program: Program, otherwise: Said): Said => {
  if (fieldOf(options, 'randomize', program)) return isTrue(fieldOf(options, 'randomize', program)) ? 'yes' : 'no';
  const jitter = fieldOf(options, 'jitter', program);
  if (!jitter) return otherwise;
  return plainTextsOf(jitter).includes('none') || (jitter.kind === 'boolean' && !jitter.boolean) ? 'no' : 'yes';
};

const retrying = (call: LibraryCall): Recognised | undefined => {
  const defaults = RETRYING[call.callee.package];
  if (!defaults || !call.args.some((arg) => functionsOf(arg).length > 0)) return undefined;
  const { program } = call.scope;
  const options = call.args.find((arg) => arg.kind === 'object' || arg.kind === 'either');
  const delay = amountOf(fieldOf(options, 'delay', program) ?? fieldOf(options, 'minTimeout', program));
  const attempts = attemptsIn(options, program, defaults.retries);
  const retry: Retry = {
    ...(attempts === undefined ? {} : { attempts }),
    paced: delay === 0 ? 'no' : delay === undefined ? defaults.paced : 'yes',
    jitter: jitterIn(options, program, defaults.jitter),
    by: 'wrapper',
    at: call.at,
  };
  return { retries: true, waiting: { retries: [retry] } };
};

/** Functions that are tried again: p-retry, async-retry and their kin. */
export const retries: Library = { packages: Object.keys(RETRYING), recognise: retrying };

const guard = (kind: Guard['kind'], { package: library, at }: LibraryThing, call: LibraryCall): Guard => ({
  kind,
  library,
  at: at ?? call.at,
});

/** The call that made the breaker that is fired. */
const breakerOf = (callee: LibraryThing): LibraryThing | undefined =>
  /^(?:fire|exec|execute|call|run)$/.test(lastStep(callee.path)) && callee.parent?.args ? callee.parent : undefined;

const OPOSSUM_WAITS = 10_000;

const broken = (made: LibraryThing, call: LibraryCall): Waiting => {
  const { program } = call.scope;
  const options = made.args?.find((arg) => arg.kind !== 'function');
  const at = made.at ?? call.at;
  const given = limitIn(options, ['timeout'], { by: 'wrapper', at, program });
  const isOff = fieldOf(options, 'timeout', program)?.kind === 'boolean';
  const byItself: Limit | undefined =
    made.package === 'opossum' && !isOff ? { ms: OPOSSUM_WAITS, by: 'library', at } : undefined;
  const limit = given ?? byItself;
  const full = fieldOf(options, 'capacity', program) ? [guard('bulkhead', made, call)] : [];
  return { guards: [guard('breaker', made, call), ...full], ...(limit ? { limits: [limit] } : {}) };
};

/** opossum, brakes and their kin: what a breaker was made around runs where it is fired. */
export const breakers: Library = {
  packages: ['opossum', 'brakes', 'levee', 'circuit-breaker-js', 'mollitia', 'hystrixjs', 'circuitbreaker'],
  recognise: (call) => {
    const made = breakerOf(call.callee);
    if (!made) return /(?:^|\.)(?:on|fallback|shutdown)$/.test(call.callee.path) ? undefined : { takesCallbacks: true };
    const action = made.args?.flatMap((arg) => functionsOf(arg))[0];
    const waiting = broken(made, call);
    if (!action) return { waiting };
    return { follows: [{ fn: action, args: call.args }], takesCallbacks: true, waiting };
  },
  result: (callee, args, scope) => {
    const action = breakerOf(callee)?.args?.flatMap((arg) => functionsOf(arg))[0];
    return action && scope.program.call(action, args, scope);
  },
};

/** What a policy of cockatiel does; `wrap` puts several around each other. */
const policyOf = (policy: LibraryThing, call: LibraryCall, depth = 0): Waiting | undefined => {
  if (depth > 6) return undefined;
  const { program } = call.scope;
  const at = policy.at ?? call.at;
  const name = lastStep(policy.path).replace(/\(\)$/, '');
  const above = policy.parent?.args ? policyOf(policy.parent, call, depth + 1) : undefined;
  switch (name) {
    case 'wrap':
      return (policy.args ?? [])
        .flatMap((arg) => librariesOf(arg))
        .reduce<Waiting | undefined>((all, one) => waitingThrough(all, policyOf(one, call, depth + 1)), above);
    case 'timeout': {
      const ms = millisecondsOf(policy.args?.[0], program);
      return waitingThrough(above, { limits: [{ by: 'wrapper', at, ...(ms === undefined ? {} : { ms }) }] });
    }
    case 'circuitBreaker':
      return waitingThrough(above, { guards: [guard('breaker', policy, call)] });
    case 'bulkhead':
      return waitingThrough(above, { guards: [guard('bulkhead', policy, call)] });
    case 'retry':
      return waitingThrough(above, { retries: [retryOf(policy, call)] });
    default:
      return above;
  }
};

const retryOf = (policy: LibraryThing, call: LibraryCall): Retry => {
  const { program } = call.scope;
  const options = policy.args?.at(-1);
  const more = amountOf(fieldOf(options, 'maxAttempts', program));
  const backoff = librariesOf(fieldOf(options, 'backoff', program))[0]?.path ?? '';
  return {
    ...(more === undefined ? {} : { attempts: more + 1 }),
    paced: backoff === '' ? (fieldOf(options, 'backoff', program) ? 'unknown' : 'no') : 'yes',
    jitter: /Exponential/.test(backoff) ? 'yes' : backoff === '' ? 'unknown' : 'no',
    by: 'wrapper',
    at: policy.at ?? call.at,
  };
};

export const cockatiel: Library = {
  packages: ['cockatiel'],
  recognise: (call) => {
    if (lastStep(call.callee.path) !== 'execute' || !call.callee.parent?.args) return undefined;
    const waiting = policyOf(call.callee.parent, call);
    return waiting ? { waiting, ...(waiting.retries ? { retries: true } : {}) } : undefined;
  },
  // What wraps policies is a policy, and not the first of them.
  result: (callee, args, scope) =>
    lastStep(callee.path) === 'wrap' ? { ...callee, path: `${callee.path}()`, parent: callee, args, scope } : undefined,
};

/** So many at once and no more: p-limit, p-queue, bottleneck, semaphores. */
export const bulkheads: Library = {
  packages: ['p-limit', 'p-queue', 'bottleneck', 'async-sema', 'throat', 'fastq'],
  recognise: (call) => {
    const made = call.callee.parent;
    const runs = call.callee.path.endsWith('()') || /^(?:add|schedule|wrap|push)$/.test(lastStep(call.callee.path));
    if (!made?.args && !call.callee.path.endsWith('()')) return undefined;
    return runs ? { waiting: { guards: [guard('bulkhead', call.callee, call)] } } : undefined;
  },
};

const DEADLINES = ['p-timeout', 'promise-timeout', 'promise-timeouts', 'race-timeout'];
export const isDeadlinePackage = (name: string): boolean => DEADLINES.includes(name);

/** A deadline around a promise or a function. */
export const deadlines: Library = {
  packages: DEADLINES,
  recognise: (call) => {
    const { program } = call.scope;
    const ms = amountOf(call.args[1]) ?? millisecondsOf(call.args[1], program);
    return { waiting: { limits: [{ by: 'wrapper', at: call.at, ...(ms === undefined ? {} : { ms }) }] } };
  },
};
