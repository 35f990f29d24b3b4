import { describe, expect, test } from 'vitest';
import type { Case } from './paths.ts';
import { done, route } from './paths.ts';

const run = (cases: readonly Case[]): void => {
  test.each(cases)('%s', (_, files, wanted) => {
    const found = done(files);
    expect(found, `${found.join(' | ')} instead of ${wanted.join(' | ')}`).toEqual(wanted);
  });
};

describe('in a loop', () => {
  run([
    ['for of', route('for (const item of req.body) await $a; await $b;'), ['a (loop)', 'b']],
    ['for await', route('for await (const item of items()) { await $a; }'), ['a (loop)']],
    ['while', route('while (more()) { await $a; }'), ['a (loop)']],
    ['do while', route('do { await $a; } while (more());'), ['a (loop)']],
    ['counted to one', route('for (let i = 0; i < 1; i++) await $a;'), ['a']],
    [
      'over steps that are written out, each of which does something else',
      route(
        'for (const step of steps) await step.run(req.body);',
        'class A { async run() { await $a; } } class B { async run(all) { for (const one of all) await $b; } } const steps = [new A(), new B()];',
      ),
      ['a', 'b (loop)'],
    ],
    [
      'over things that are written out and do the same',
      route(
        'for (const step of steps) await step.run(req.body);',
        'class A { async run() { await $a; } } const steps = [new A(), new A()];',
      ),
      ['a (loop)', 'a (loop)'],
    ],
    ['forEach', route('req.body.forEach(async (item) => { await $a; });'), ['a (loop)']],
    ['map, awaited together', route('await Promise.all(req.body.map((item) => $a));'), ['a (loop, parallel)']],
    [
      'map of a helper',
      route('await Promise.all(req.body.map(send)); ', 'const send = async (item) => { await $a; };'),
      ['a (loop, parallel)'],
    ],
    [
      'map with a function that calls on',
      route(
        'for (const item of req.body) await outer(item);',
        'const outer = (item) => inner(item); const inner = async (item) => { await $a; };',
      ),
      ['a (loop)'],
    ],
    [
      'reduce',
      route('await req.body.reduce(async (before, item) => { await before; await $a; }, Promise.resolve());'),
      ['a (loop)'],
    ],
    [
      'an async generator',
      route(
        'for await (const page of pages()) console.log(page);',
        'async function* pages(list) { for (const next of list) { const page = await $a; yield page; } }',
      ),
      ['a (loop)'],
    ],
    ['what goes on as long as there is work', route('let next = 1; while (next) { next = await $a; }'), ['a']],
    ['the iterated expression runs once', route('for (const item of await $a) await $b;'), ['a', 'b (loop)']],
    [
      'p-map',
      route('await pMap(req.body, async (item) => { await $a; }, { concurrency: 4 });', `import pMap from 'p-map';`),
      ['a (loop, parallel)'],
    ],
    [
      'p-each-series',
      route('await each(req.body, async (item) => { await $a; });', `import each from 'p-each-series';`),
      ['a (loop)'],
    ],
    [
      'Bluebird.map',
      route('await Bluebird.map(req.body, async (item) => { await $a; });', `import Bluebird from 'bluebird';`),
      ['a (loop, parallel)'],
    ],
    [
      'async.eachLimit',
      route('await async.eachLimit(req.body, 5, async (item) => { await $a; });', `import async from 'async';`),
      ['a (loop, parallel)'],
    ],
    ['Array.fromAsync', route('await Array.fromAsync(req.body, (item) => $a);'), ['a (loop)']],
  ]);
});

describe('in parallel', () => {
  run([
    ['Promise.all', route('await Promise.all([$a, $b]); await $c;'), ['a (parallel)', 'b (parallel)', 'c']],
    ['Promise.allSettled', route('await Promise.allSettled([$a, $b]);'), ['a (parallel)', 'b (parallel)']],
    [
      'functions in Promise.all',
      route(
        'await Promise.all([one(), two()]);',
        'const one = async () => { await $a; }; const two = async () => { await $b; };',
      ),
      ['a (parallel)', 'b (parallel)'],
    ],
    [
      'promises kept in names first',
      route('const one = $a; const two = $b; await Promise.all([one, two]);'),
      ['a (parallel)', 'b (parallel)'],
    ],
    [
      'promises pushed to a list',
      route('const all = []; for (const item of req.body) all.push($a); await Promise.all(all);'),
      ['a (loop, parallel)'],
    ],
    [
      'p-limit',
      route(
        'const limit = pLimit(3); await Promise.all(req.body.map((item) => limit(() => $a)));',
        `import pLimit from 'p-limit';`,
      ),
      ['a (loop, parallel)'],
    ],
    [
      'p-queue',
      route(
        'const queue = new PQueue({ concurrency: 2 }); await queue.add(() => $a);',
        `import PQueue from 'p-queue';`,
      ),
      ['a'],
    ],
    [
      'forkJoin',
      route(
        'await lastValueFrom(forkJoin([from($a), from($b)]));',
        `import { forkJoin, from, lastValueFrom } from 'rxjs';`,
      ),
      ['a (parallel)', 'b (parallel)'],
    ],
  ]);
});

describe('retried', () => {
  run([
    [
      'p-retry',
      route('await pRetry(() => $a, { retries: 3 }); await $b;', `import pRetry from 'p-retry';`),
      ['a (retried)', 'b'],
    ],
    [
      'async-retry',
      route('await retry(async (bail) => { await $a; });', `import retry from 'async-retry';`),
      ['a (retried)'],
    ],
    [
      'cockatiel',
      route(
        'await policy.execute(() => $a);',
        `import { retry, handleAll } from 'cockatiel'; const policy = retry(handleAll, { maxAttempts: 3 });`,
      ),
      ['a (retried)'],
    ],
    [
      'cockatiel, wrapped',
      route(
        'await policy.execute(() => $a);',
        `import { retry, wrap, timeout, handleAll } from 'cockatiel'; const policy = wrap(retry(handleAll, {}), timeout(1000));`,
      ),
      ['a (retried)'],
    ],
    [
      'a circuit breaker is no retry',
      route(
        'await policy.execute(() => $a);',
        `import { circuitBreaker, handleAll } from 'cockatiel'; const policy = circuitBreaker(handleAll, {});`,
      ),
      ['a'],
    ],
    [
      'a helper of their own',
      route(
        'await withRetry(() => $a);',
        'async function withRetry(work, left = 3) { try { return await work(); } catch (error) { if (left > 0) return withRetry(work, left - 1); throw error; } }',
      ),
      ['a (retried)'],
    ],
    [
      'a loop that tries',
      route('for (let i = 0; i < 3; i++) { try { await $a; break; } catch (error) { console.error(error); } }'),
      ['a (retried)'],
    ],
    [
      'exponential-backoff',
      route('await backOff(() => $a);', `import { backOff } from 'exponential-backoff';`),
      ['a (retried)'],
    ],
  ]);
});

describe('detached', () => {
  run([
    ['void', route('void $a; await $b;'), ['a (detached)', 'b']],
    ['not awaited', route('send(); await $b;', 'async function send() { await $a; }'), ['a (detached)', 'b']],
    [
      'with a catch alone',
      route('send().catch(console.error); await $b;', 'async function send() { await $a; }'),
      ['a (detached)', 'b'],
    ],
    ['returned', route('return send();', 'async function send() { await $a; }'), ['a']],
    [
      'kept and awaited later',
      route('const sent = send(); await $b; await sent;', 'async function send() { await $a; }'),
      ['a', 'b'],
    ],
    ['setTimeout', route('setTimeout(() => $a, 10);'), ['a (detached)']],
    ['setImmediate', route('setImmediate(async () => { await $a; });'), ['a (detached)']],
    ['process.nextTick', route('process.nextTick(() => { $a; });'), ['a (detached)']],
    ['queueMicrotask', route('queueMicrotask(() => { $a; });'), ['a (detached)']],
    ['a function called at once', route('(async () => { await $a; })(); await $b;'), ['a (detached)', 'b']],
    ['a function called at once and awaited', route('await (async () => { await $a; })();'), ['a']],
    ['a promise chain, awaited', route('await $a.then(() => $b).then(() => { return $c; });'), ['a', 'b', 'c']],
    ['a promise chain that goes on by itself', route('$a.then(() => $b);'), ['a', 'b']],
    ['new Promise', route('await new Promise((resolve) => { $a.then(resolve); });'), ['a']],
  ]);
});
