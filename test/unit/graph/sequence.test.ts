import { describe, expect, test } from 'vitest';
import { drawingOf } from '../../../src/graph/drawing.ts';
import { framesOf } from '../../../src/graph/sequence/frames.ts';
import type { SequenceStep } from '../../../src/graph/types.ts';
import { renderSvg } from '../../../src/report/svg/svg.ts';
import { request } from '../../page/request.ts';

const steps = request.sequence ?? [];

describe('frames of a sequence', () => {
  test('hold a call to its answer, neighbours together, the loop outside of what is side by side', () => {
    expect(framesOf(steps)).toEqual([
      { kind: 'loop', first: 3, last: 6 },
      { kind: 'parallel', first: 3, last: 6 },
      { kind: 'sometimes', first: 8, last: 8 },
    ]);
  });

  test('a call without an answer stands alone, and a sequence without anything has none', () => {
    const call: SequenceStep = { kind: 'call', from: 'a', to: 'b', text: '', waiting: [], depth: 0, evidence: [], around: ['loop'] }; // prettier-ignore
    expect(framesOf([call, call])).toEqual([{ kind: 'loop', first: 0, last: 1 }]);
    expect(framesOf([])).toEqual([]);
  });
});

describe('the drawing of a sequence', () => {
  test('goes down in time, message by message, with words that fit between their ends', async () => {
    const { lines, height, width } = await drawingOf(request);
    const heights = lines.map(({ points: [start] }) => start?.y ?? 0);
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(Math.max(...heights)).toBeLessThan(height);
    for (const { labelBox, points } of lines) {
      const xs = points.map(({ x }) => x);
      if (labelBox) expect(labelBox.width).toBeLessThanOrEqual(Math.max(...xs) - Math.min(...xs));
      expect(Math.max(...xs)).toBeLessThan(width);
    }
  });

  test('says timeouts and attempts below the message; what the frame says is not said again', async () => {
    const { lines, sequence } = await drawingOf(request);
    expect(lines[3]).toMatchObject({ label: '4  GET /stock', more: 'timeout 250 ms · 3 attempts' });
    expect(lines[4]).toMatchObject({ isAnswer: true, label: '' });
    expect(sequence?.frames.map(({ name }) => name)).toEqual(['in a loop', 'side by side', 'sometimes']);
    expect(sequence?.bars).toHaveLength(4);
  });

  test('comes as SVG, whatever somebody is called', async () => {
    const svg = renderSvg(await drawingOf(request));
    expect(svg).toContain('class="lifeline"');
    expect(svg).not.toContain('<img');
    expect(svg).toContain('gateway waits for orders.');
  });
});
