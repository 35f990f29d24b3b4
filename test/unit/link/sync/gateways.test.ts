import { expect, test } from 'vitest';
import { edgesIn, modelOf, services } from '../code/workspace.ts';

const NGINX = `server { listen 80;
  location /api/orders/ { proxy_pass http://orders:3000/; }
  location /api/ { proxy_pass http://users:3000/; }
  location /api/country/ { proxy_pass https://country.example.com/; }
}`;
const world = [
  services({ web: {}, orders: {}, users: {} }),
  {
    'web/Dockerfile': 'FROM nginx\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n',
    'web/package.json': JSON.stringify({ name: 'web', dependencies: { react: '*' } }),
    'web/nginx.conf': NGINX,
    'orders/src/main.ts': `import express from 'express'; const app = express(); app.get('/:id', async (req, res) => { await fetch('http://users:3000/me'); }); app.listen(3000);`,
    'users/src/main.ts': `import express from 'express'; const app = express(); app.get('/me', (req, res) => {}); app.listen(3000);`,
  },
] as const;

test('the routes of a gateway are what it offers, and chains go on behind them', () => {
  const model = modelOf(...world, { 'web/src/main.ts': 'export {};' });
  expect(model.chains.map(({ path }) => path)).toContainEqual([
    'web ANY /api/orders/*',
    'orders GET /:id',
    'users GET /me',
  ]);
});

test('a request with a known path goes on behind a proxy where that path is answered', () => {
  const model = modelOf(services({ page: {}, gateway: {}, orders: {}, users: {} }), {
    'page/package.json': JSON.stringify({ name: 'page', dependencies: { react: '*' } }),
    'page/src/main.ts': `fetch('http://gateway/orders/create', { method: 'POST' });`,
    'gateway/src/main.ts': `import express from 'express'; import { createProxyMiddleware } from 'http-proxy-middleware'; const app = express(); app.use('/orders', createProxyMiddleware({ target: 'http://orders:3000', pathRewrite: { '^/orders': '' } })); app.listen(80);`,
    'orders/src/main.ts': `import express from 'express'; const app = express(); app.post('/create', async (req, res) => {}); app.get('/list', async (req, res) => { await fetch('http://users:3000/me'); }); app.listen(3000);`,
    'users/src/main.ts': `import express from 'express'; const app = express(); app.get('/me', (req, res) => {}); app.listen(3000);`,
  });
  expect(model.chains.map(({ path }) => path)).toEqual([
    ['gateway ANY /orders/*', 'orders GET /list', 'users GET /me'],
    ['page start', 'gateway ANY /orders/*', 'orders POST /create'],
  ]);
});

test('a page asks behind its own server, and what leaves there reaches nobody here', () => {
  const model = modelOf(...world, { 'web/src/main.ts': `fetch('/api/me'); fetch('/api/country/x');` });
  expect(edgesIn(model)).toContain('web -> users sync http GET /me');
  expect(edgesIn(model).join()).not.toContain('country');
});

test('a way begins in the page that asks', () => {
  const model = modelOf(services({ page: {}, orders: {} }), {
    'page/package.json': JSON.stringify({ name: 'page', dependencies: { react: '*' } }),
    'page/src/pages/Order.tsx': `export const Order = ({ id }) => { useEffect(() => { fetch('http://orders:3000/' + id); }, []); return null; };`,
    'page/src/main.ts': `import { Order } from './pages/Order'; export default Order;`,
    'orders/src/main.ts': `import express from 'express'; const app = express(); app.get('/:id', async (req, res) => {}); app.listen(3000);`,
  });
  expect(model.chains.map(({ path }) => path)).toEqual([['page src/pages/Order.tsx', 'orders GET /:id']]);
});
