import { expect, it } from 'vitest';
import { renderTiming } from '../../../src/report/timing.ts';

it('aligns stages, milliseconds and shares', () => {
  expect(renderTiming({ list: 8.4, read: 1200, link: 0 })).toBe(
    [' list      8 ms    1 %', ' read   1200 ms   99 %', ' link      0 ms    0 %', ' total  1208 ms  100 %', ''].join(
      '\n',
    ),
  );
  expect(renderTiming({})).toBe(' total  0 ms  0 %\n');
});
