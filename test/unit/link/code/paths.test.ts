import { describe, expect, test } from 'vitest';
import { edgesIn, modelOf, services } from './workspace.ts';

const stock = {
  'stock/src/main.ts': `import express from 'express'; const app = express();
    app.get('/api/items/:id', (req, res) => res.send({})); app.listen(3000);`,
};
const called = (text: string) =>
  edgesIn(
    modelOf(services({ orders: { STOCK_URL: 'http://stock:3000' }, stock: {} }), stock, {
      'orders/src/main.ts': `const base = process.env.STOCK_URL; const id = await next(); ${text}`,
    }),
  );

describe('addresses that functions put together', () => {
  test.each([
    ['path.normalize', `import path from 'path'; await fetch(\`\${base}\${path.normalize('/api//items/' + id)}\`);`],
    ['path.join', `import { join } from 'node:path'; await fetch(base + join('/api', 'items', id));`],
    ['path.posix', `import path from 'node:path'; await fetch(base + path.posix.join('/api/', '/items', id));`],
    ['url.resolve', `import url from 'url'; await fetch(url.resolve(base + '/v1/', '/api/items/' + id));`],
    ['URL of node:url', `import { URL } from 'node:url'; await fetch(new URL('/api/items/' + id, base));`],
    ['URL', `await fetch(new URL(\`/api/items/\${id}\`, base).toString());`],
    ['url-join', `import urlJoin from 'url-join'; await fetch(urlJoin(base, 'api', 'items', id));`],
    ['ufo', `import { joinURL } from 'ufo'; await fetch(joinURL(base, '/api/items', id));`],
  ])('are addresses still: %s', (_, text) => {
    expect(called(text)).toEqual(['orders -> stock sync http GET /api/items/:id']);
  });
});
