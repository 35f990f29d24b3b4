import { describe, expect, test } from 'vitest';
import { edgesIn, effectsOf, modelOf, services } from '../code/workspace.ts';

const routes = (...lines: readonly string[]) => `
  import express from 'express';
  const app = express();
  ${lines.map((line) => `app.${line}, (req, res) => res.send({}));`).join('\n  ')}
  app.listen(3000);`;

describe('a service told by the name of a variable', () => {
  const world = (name: string, variable: string, ...others: readonly string[]) =>
    edgesIn(
      modelOf(services({ [name]: {}, 'ns-main-service': {}, ...Object.fromEntries(others.map((one) => [one, {}])) }), {
        [`${name}/src/main.ts`]: routes(`get('/contracts'`),
        'ns-main-service/src/main.ts': `fetch(process.env.${variable} + '/contracts');`,
      }),
    );
  const found = (name: string) => [`ns-main-service -> ${name} sync http GET /contracts`];

  test('without the word that all services share', () => {
    expect(world('ns-contract-service', 'NEXT_PUBLIC_CONTRACT_API_URL', 'ns-audit')).toEqual(
      found('ns-contract-service'),
    );
  });
  test('that says mostly nothing, where a service goes by it', () => {
    expect(world('ns-client-service', 'NEXT_PUBLIC_CLIENT_API_URL', 'ns-contract-service')).toEqual(
      found('ns-client-service'),
    );
    expect(world('api', 'API_URL', 'ns-contract-service')).toEqual(found('api'));
  });
  test('that nobody set, before whoever else listens where its default points on this machine', () => {
    const to = (address: string) =>
      edgesIn(
        modelOf(services({ orders: {}, stock: {}, web: {} }), {
          'orders/src/main.ts': routes(`get('/list'`).replace('3000', '4001'),
          'stock/src/main.ts': routes(`get('/list'`).replace('3000', '4002'),
          'web/src/main.ts': `fetch(${address} + '/list');`,
        }),
      );
    expect(to(`(process.env.ORDERS_URL || 'http://localhost:4002')`)).toEqual(['web -> orders sync http GET /list']);
    expect(to(`(process.env.OTHER_URL || 'http://localhost:4002')`)).toEqual(['web -> stock sync http GET /list']);
    expect(to(`(process.env.ORDERS_URL || 'http://stock:4002')`)).toEqual(['web -> stock sync http GET /list']);
  });
  test('but not by a word that is no address, nor by what all share', () => {
    expect(world('client', 'client', 'ns-audit')).toEqual([]);
    expect(world('ns-contract-service', 'NS_URL', 'ns-audit')).toEqual([]);
  });
});

describe('a path that a service answers itself', () => {
  const next = {
    'web/package.json': JSON.stringify({ name: 'web', dependencies: { next: '15', react: '19' } }),
    'web/app/api/clients/route.ts': `export async function GET() { return Response.json([]); }`,
    'web/app/clients/page.tsx': `'use client'; export default function Page() { fetch('/api/clients'); return null; }`,
  };
  const clients = { 'clients/src/main.ts': routes(`get('/api/clients'`, `post('/api/clients'`) };

  test('is reached before what another service answers by the same path', () => {
    const model = modelOf(services({ web: {}, clients: {} }), next, clients);
    expect(edgesIn(model)).toEqual([]);
    expect(model.unresolved).toEqual([]);
  });

  test('begins the chain behind it: a server makes that hop, no browser', () => {
    const model = modelOf(
      services({ web: { CLIENTS_URL: 'http://clients:3000' }, clients: { STOCK_URL: 'http://stock:3000' }, stock: {} }),
      next,
      {
        'web/app/api/clients/route.ts': `export async function GET() { return fetch(process.env.CLIENTS_URL + '/list'); }`,
        'clients/src/main.ts': `import express from 'express'; const app = express();
          app.get('/list', async (req, res) => res.send(await fetch(process.env.STOCK_URL + '/stock')));`,
        'stock/src/main.ts': routes(`get('/stock'`),
      },
    );
    expect(model.chains.map(({ path, hops }) => `${path.join(' > ')} ${hops}`)).toEqual([
      'web GET /api/clients > clients GET /list > stock GET /stock 2',
    ]);
  });

  test('is not guessed to be another one, though a base stands before it', () => {
    const model = modelOf(services({ web: {}, clients: {} }), next, clients, {
      'web/app/clients/page.tsx': `export default function Page() { fetch(process.env.NEXT_PUBLIC_SITE_URL + '/api/clients'); return null; }`,
    });
    expect(edgesIn(model)).toEqual([]);
  });

  test('goes elsewhere by a method it does not answer', () => {
    const model = modelOf(services({ web: {}, clients: {} }), next, clients, {
      'web/app/clients/page.tsx': `'use client'; export default function Page() { fetch('/api/clients', { method: 'POST' }); return null; }`,
    });
    expect(edgesIn(model)).toContain('web -> clients sync http POST /api/clients');
  });

  test('is handed on by a gateway that answers it too', () => {
    const model = modelOf(services({ gateway: {}, clients: {} }), clients, {
      'gateway/src/main.ts': `import express from 'express'; const app = express();
        app.get('/api/clients', async (req, res) => res.send(await fetch(req.app.locals.base + '/api/clients')));`,
    });
    expect(edgesIn(model)).toEqual(['gateway -> clients sync http GET /api/clients']);
  });
});

describe('what a call leaves open', () => {
  const operations = (called: string, ...lines: readonly string[]) => {
    const model = modelOf(services({ web: { USERS_URL: 'http://users:3000' }, users: {} }), {
      'users/src/main.ts': routes(...lines),
      'web/src/main.ts': `export const get = (id: string, query: string) => fetch(\`\${process.env.USERS_URL}${called}\`); get(process.argv[2], process.argv[3]);`,
    });
    return edgesIn(model).map((edge) => edge.replace('web -> users sync http ', ''));
  };

  test('is a parameter, not the word that stands first', () => {
    expect(operations('/users/${id}', `get('/users/me'`, `get('/users/:id'`)).toEqual(['GET /users/:id']);
    expect(operations('/users/${id}/cart', `get('/users/me/cart'`, `get('/users/:id/cart'`)).toEqual([
      'GET /users/:id/cart',
    ]);
  });
  test('is no route at all, where none takes a parameter there', () => {
    expect(operations('/users/${id}', `get('/users/me'`)[0]).not.toBe('GET /users/me');
  });
  test('may be a version before the rest, or a query behind it', () => {
    expect(operations('/${id}/users', `get('/v1/users'`)).toEqual(['GET /v1/users']);
    expect(operations('/users${query}', `get('/users'`, `get('/users/:id'`)).toEqual(['GET /users']);
  });
});

test('a proxy at the root of a service shows no route of it', () => {
  const model = modelOf(services({ gateway: {}, orders: {} }), {
    'gateway/src/main.ts': `import express from 'express'; import { createProxyMiddleware } from 'http-proxy-middleware';
      express().use('/orders', createProxyMiddleware({ target: 'http://orders:3000' }));`,
    'orders/src/main.ts': routes(`post('/'`, `get('/:id'`),
  });
  expect(edgesIn(model)).toEqual(['gateway -> orders sync http ANY /']);
  expect(effectsOf(model, 'orders POST /')).toEqual([]);
});
