import { defineRule, wholeNumber } from '../../src/lint/kit.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Operation } from '../../src/model/model.ts';
import { callsOf, isRepeated, isRequest, longestRow, loopPlace } from './calls.ts';
import { nameOf, proofOfLoop, proofOfRow } from './words.ts';

const MOST_LOOKED_AT = 60;

export default defineRule({
  id: 'chatty-calls',
  group: 'core',
  tier: 'proven',
  summary: 'One request needs few calls.',
  why: 'Each call pays the network again and can fail by itself. A call for each row of a list is fast in a test with three rows and takes seconds with three hundred; calls in a row add their delays up and multiply their failures: four services of 99.9 % give less than 99.7 %.',
  decided:
    'The effects of each handler are followed through helpers. A call to another service that is waited for, inside a loop or a map over a collection, is violated once for each loop. So is a handler that makes `maxCalls` or more calls of which each waits for the one before, along one way through its choices; calls that are asked side by side count as one.',
  notReported: [
    'loops with a constant bound of one or two',
    'loops that only go round again after a failure',
    'loops that go on until the process ends, and those that page through a result',
    'calls whose answer nobody waits for, and calls to the outside of the workspace',
    'loops over queries, caches and locks',
    'calls on different ways of one choice',
    'health checks of those behind, and what a process does when it starts',
  ],
  remedy: 'Offer one call that takes all keys at once, or keep a copy of what is asked for, fed by events',
  sources: [
    'Newman, Building Microservices, 2nd edition, chapter 4: Communication Styles',
    'Google Cloud API Design Guide: Batch Methods',
    'Fowler, Patterns of Enterprise Application Architecture: Remote Facade',
  ],
  messages: {
    loop: ({ target, side }: { target: string; side: boolean }) =>
      `${target} is called once for each item of a list${side ? ', all at once' : ', one after the other'}`,
    row: ({ name, count }: { name: string; count: number }) => `${name} waits for ${count} calls, one after the other`,
  },
  options: { maxCalls: wholeNumber('From how many calls in a row on a handler is reported', { default: 4, min: 2 }) },
  *check(model, say, option) {
    const seen = new Set<string>();
    const isNew = (key: string): boolean => !seen.has(key) && seen.add(key).size > 0;
    for (const operation of model.operations) {
      const calls = callsOf(operation).slice(0, MOST_LOOKED_AT);
      for (const call of calls.filter(isRepeated)) {
        if (isNew(keyOf(operation, call.to, [loopPlace(call)])))
          yield say('loop', { target: nameOf(call), side: call.around.parallel }, proofOfLoop(operation, call));
      }
      const row = isRequest(operation) ? longestRow(calls.filter((call) => !isRepeated(call))) : [];
      const count = row.length;
      if (count < option('maxCalls') || row.filter(({ to }) => to !== undefined).length < 2) continue;
      if (
        isNew(
          keyOf(
            operation,
            'row',
            row.flatMap(({ trail }) => trail),
          ),
        )
      )
        yield say('row', { name: operation.name, count }, proofOfRow(operation, row));
    }
  },
});

const keyOf = ({ service }: Operation, what: string | undefined, places: readonly Evidence[]): string =>
  [service, what, ...places.map(({ file, line, column }) => `${file}:${line}:${column}`)].join('\n');
