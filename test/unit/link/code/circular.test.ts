import { expect, test } from 'vitest';
import { effectsOf, modelOf, services } from './workspace.ts';

/** A service that walks a tree before it asks another. */
const walking = (walk: string) =>
  modelOf(services({ orders: {}, stock: {} }), {
    'orders/src/main.ts': `
      import express from 'express';
      const app = express();
      app.post('/orders', async (req, res) => {
        const tree = req.body;
        ${walk}
        await fetch('http://stock/reserve', { method: 'POST' });
      });`,
  });

test.each([
  [
    'a stack whose items are made of the last one',
    `const stack = [{ node: tree, seen: false }];
     const order = [];
     while (stack.length > 0) {
       const current = stack.pop();
       if (current.seen) order.push(current.node);
       stack.push({ node: current.node, seen: true });
       for (const child of current.node.children) stack.push({ node: child, seen: false });
       for (let i = 0; i < current.node.children.length; i++) stack.push({ node: current.node.children[i], seen: false });
     }
     visit(order);`,
  ],
  [
    'a list that grows out of itself',
    `const all = [tree];
     for (let i = 0; i < all.length; i++) {
       all.push(all[i].left); all.push(all[i].right); all.push(...all[i].others); all.push(all[i].parent ?? all[i].root);
     }
     visit(all[3]);`,
  ],
  [
    'an object whose parts are joined from its own',
    `let path = { text: '/', next: tree };
     for (;;) {
       const last = path;
       path = { text: last.text + '/' + last.next.text + last.text, next: last.next.next ?? last.next };
     }
     visit(path.text);`,
  ],
])('what leads back to itself is asked once: %s', (_, walk) => {
  const model = walking(walk);
  expect(model.unresolved.filter(({ what }) => what.includes('limit'))).toEqual([]);
  expect(effectsOf(model, 'orders POST /orders')).toEqual(['call stock']);
});
