import type { FixCase } from '../../src/scaffold/fix-kit.ts';
import { compose } from './case-workspaces.ts';

export const stock = {
  'compose.yaml': compose,
  'services/stock/package.json':
    '{ "name": "stock", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0" } }',
  'services/stock/src/main.ts': `import express from 'express';

const app = express();
app.get('/stock/:id', (request, response) => {
  response.json({ left: 3 });
});
app.listen(8080);
`,
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5", "axios": "1", "rxjs": "7" } }',
};
export const main = 'services/orders/src/main.ts';
export const client = 'services/orders/src/stock.ts';

export const withClient = `import express from 'express';
import { left } from './stock.js';

const app = express();
app.post('/orders', async (request, response) => {
  response.json(await left(request.body.item));
});
app.listen(8080);
`;
/** A case in which only the client's file differs. */
export const inClient = (title: string, before: string, after: string): FixCase => ({
  title,
  files: { ...stock, [main]: withClient, [client]: before },
  after: { [client]: after },
});
