import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../../src/model/model.ts';
import { orders, route } from './paths.ts';

/** `500 call · 4 tries (paced) · breaker`, for the first call of the service. */
const waitingText = (effect: Effect | undefined): string => {
  if (effect?.kind !== 'call') return 'no call';
  const { limits = [], retries = [], guards = [] } = effect.waiting ?? {};
  const parts = [
    ...limits.map(({ ms, by }) => `${ms ?? '?'} ${by}`),
    ...retries.map(({ attempts, paced, jitter }) => `${attempts ?? '?'} tries, paced ${paced}, jitter ${jitter}`),
    ...guards.map(({ kind }) => kind),
  ];
  return parts.length > 0 ? parts.join(' · ') : effect.deadline;
};
const first = (text: string): string => {
  const model = orders(text);
  const effects = model.operations.filter(({ service }) => service === 'orders').flatMap((one) => one.effects);
  return waitingText(effects.find(({ kind }) => kind === 'call'));
};

const url = "'http://stock:3000/a'";
const run = (cases: readonly (readonly [name: string, text: string, wanted: string])[]): void => {
  test.each(cases)('%s', (_, text, wanted) => {
    expect(first(text)).toBe(wanted);
  });
};

describe('how long a call waits', () => {
  run([
    ['as long as it takes', route(`await fetch(${url});`), 'none'],
    ['a signal', route(`await fetch(${url}, { signal: AbortSignal.timeout(30 * 1000) });`), '30000 call'],
    [
      'the first of several signals',
      route(`await fetch(${url}, { signal: AbortSignal.any([req.signal, AbortSignal.timeout(900)]) });`),
      '900 call',
    ],
    [
      'a controller',
      route(
        `const c = new AbortController(); setTimeout(() => c.abort(), 900); await fetch(${url}, { signal: c.signal });`,
      ),
      '? call',
    ],
    ['options nobody can tell', route(`await fetch(${url}, { ...req.body });`), 'unknown'],
    ['axios', route(`await axios.get(${url}, { timeout: 900 });`, "import axios from 'axios';"), '900 call'],
    [
      'a body that says timeout',
      route(`await axios.post(${url}, { timeout: 900 });`, "import axios from 'axios';"),
      'none',
    ],
    [
      'a variable with a default',
      route(`await axios.get(${url}, { timeout: Number(process.env.WAIT ?? 700) });`, "import axios from 'axios';"),
      '700 call',
    ],
    [
      'a constant and more',
      route(`await axios.get(${url}, { timeout: BASE + 50 });`, "import axios from 'axios'; const BASE = 100;"),
      '150 call',
    ],
    ['got', route(`await got.post(${url}, { timeout: { request: 900 } });`, "import got from 'got';"), '900 call'],
    ['ky by itself', route(`await ky.post(${url});`, "import ky from 'ky';"), '10000 library'],
    [
      'superagent',
      route(`await request.get(${url}).timeout(900);`, "import request from 'superagent';"),
      '900 wrapper',
    ],
    [
      'a race',
      route(`await Promise.race([fetch(${url}), new Promise((_, no) => setTimeout(no, 900))]);`),
      '900 wrapper',
    ],
    [
      'a race of what was begun before',
      route(
        `const asked = fetch(${url}); await Promise.race([asked, late(900)]);`,
        'const late = (ms) => new Promise((_, no) => setTimeout(no, ms));',
      ),
      '900 wrapper',
    ],
    [
      'a function of its own',
      route(
        `await withTimeout(fetch(${url}), 900);`,
        'const withTimeout = (asked, ms) => Promise.race([asked, late(ms)]);',
      ),
      '900 wrapper',
    ],
    [
      'p-timeout',
      route(`await pTimeout(fetch(${url}), { milliseconds: 900 });`, "import pTimeout from 'p-timeout';"),
      '900 wrapper',
    ],
    [
      'a policy of cockatiel',
      route(
        `await policy.execute(() => fetch(${url}));`,
        "import { timeout } from 'cockatiel'; const policy = timeout(900, 'aggressive');",
      ),
      '900 wrapper',
    ],
    [
      'opossum by itself',
      route(
        'await breaker.fire();',
        `import CircuitBreaker from 'opossum'; const breaker = new CircuitBreaker(() => fetch(${url}));`,
      ),
      '10000 library · breaker',
    ],
    [
      'opossum that is told',
      route(
        'await breaker.fire();',
        `import CircuitBreaker from 'opossum'; const breaker = new CircuitBreaker(() => fetch(${url}), { timeout: 900 });`,
      ),
      '900 wrapper · breaker',
    ],
  ]);
});

describe('how often it asks', () => {
  run([
    [
      'p-retry by itself',
      route(`await pRetry(() => fetch(${url}));`, "import pRetry from 'p-retry';"),
      '11 tries, paced yes, jitter no',
    ],
    [
      'p-retry that is told',
      route(`await pRetry(() => fetch(${url}), { retries: 2, randomize: true });`, "import pRetry from 'p-retry';"),
      '3 tries, paced yes, jitter yes',
    ],
    [
      'axios-retry',
      route(
        `await axios.get(${url});`,
        "import axios from 'axios'; import axiosRetry from 'axios-retry'; axiosRetry(axios, { retries: 4, retryDelay: axiosRetry.exponentialDelay });",
      ),
      '5 tries, paced yes, jitter yes',
    ],
    [
      'axios-retry without a pause',
      route(
        `await axios.get(${url});`,
        "import axios from 'axios'; import axiosRetry from 'axios-retry'; axiosRetry(axios);",
      ),
      '4 tries, paced no, jitter no',
    ],
    ['got by itself', route(`await got.get(${url});`, "import got from 'got';"), '3 tries, paced yes, jitter unknown'],
    [
      'got that is told not to',
      route(`await got.get(${url}, { retry: { limit: 0 } });`, "import got from 'got';"),
      'none',
    ],
    ['what got asks once by itself', route(`await got.post(${url});`, "import got from 'got';"), 'none'],
    [
      'a loop',
      route(`for (let i = 0; i < MOST; i++) { try { await fetch(${url}); break; } catch {} }`, 'const MOST = 3;'),
      '3 tries, paced no, jitter no',
    ],
    [
      'a loop that counts attempts',
      route(
        `let attempt = 0; while (attempt <= 2) { attempt++; try { const got = await fetch(${url}); if (got.ok) { return; } await sleep(10); } catch { await sleep(10); } }`,
      ),
      '3 tries, paced yes, jitter unknown',
    ],
    [
      'a function that tries again',
      route(
        `await again(() => fetch(${url}), 4);`,
        'async function again(ask, most) { for (let i = 0; i < most; i++) { try { return await ask(); } catch { await new Promise((done) => setTimeout(done, 100 * Math.random())); } } }',
      ),
      '4 tries, paced yes, jitter yes',
    ],
    [
      'a policy of cockatiel',
      route(
        `await policy.execute(() => fetch(${url}));`,
        "import { ExponentialBackoff, handleAll, retry } from 'cockatiel'; const policy = retry(handleAll, { maxAttempts: 2, backoff: new ExponentialBackoff() });",
      ),
      '3 tries, paced yes, jitter yes',
    ],
  ]);
});

describe('what guards it', () => {
  run([
    [
      'a bulkhead',
      route(`await limit(() => fetch(${url}));`, "import pLimit from 'p-limit'; const limit = pLimit(3);"),
      'bulkhead',
    ],
    [
      'policies around each other',
      route(
        `await all.execute(() => fetch(${url}));`,
        "import { bulkhead, circuitBreaker, handleAll, wrap } from 'cockatiel'; const all = wrap(bulkhead(3), circuitBreaker(handleAll, {}));",
      ),
      'bulkhead · breaker',
    ],
  ]);
});
