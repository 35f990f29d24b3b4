import type { Page } from 'playwright-core';

/** Pairs of things with words in them that lie on each other, as the browser measures them. */
export const overlaps = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const boxes = [...document.querySelectorAll<SVGElement>('.node, .labelled, .regionname')].map((element) => {
      const shape = element.matches('.node') ? (element.querySelector('.box:not(.behind)') ?? element) : element;
      const { left, right, top, bottom } = shape.getBoundingClientRect();
      const text = element.matches('.node') ? element.getAttribute('aria-label') : element.textContent;
      return { left, right, top, bottom, text, element };
    });
    const least = 0.75;
    const found: string[] = [];
    for (const [index, a] of boxes.entries())
      for (const b of boxes.slice(index + 1)) {
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (width > least && height > least) found.push(`${a.text} | ${b.text}`);
      }
    return found;
  });

/** Words that stick out of the shape that they stand in. */
export const spilled = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<SVGElement>('.node')].flatMap((node) => {
      const box = (node.querySelector('.box:not(.behind)') ?? node).getBoundingClientRect();
      return [...node.querySelectorAll('text:not(.marktext, .badgetext)')].flatMap((words) => {
        const { left, right } = words.getBoundingClientRect();
        return left < box.left || right > box.right ? [words.textContent ?? ''] : [];
      });
    }),
  );
