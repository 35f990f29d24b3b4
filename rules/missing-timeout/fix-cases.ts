import type { FixCase } from '../../src/scaffold/fix-kit.ts';

import { client, inClient, main, stock, withClient } from './fix-examples.ts';
import { nestCases } from './fix-nest-cases.ts';

const grpcClient = (call: string): string => `import * as grpc from '@grpc/grpc-js';
import { StockClient } from './generated/stock_grpc_pb.js';

const client = new StockClient(process.env['STOCK_ADDRESS'] ?? 'stock:50051', grpc.credentials.createInsecure());

export const left = (item: string): Promise<number> =>
  new Promise((resolve, reject) => {
    ${call}, answer) => {
      if (error) reject(error);
      else resolve(answer.left);
    });
  });
`;

const service = (name: string, next: string, more: string): string => `import express from 'express';

const app = express();
app.get('/${name}/:id', async (request, response) => {
  const answer = await fetch(\`\${process.env['NEXT_URL']}/${next}/1\`${more});
  response.json(await answer.json());
});
app.listen(8080);
`;
const row = ({ first, second }: { readonly first: string; readonly second: string }): FixCase['files'] => ({
  ...stock,
  'compose.yaml': `services:
  shop:
    build: services/shop
    environment: { NEXT_URL: "http://orders:8080" }
  orders:
    build: services/orders
    environment: { NEXT_URL: "http://stock:8080" }
  stock:
    build: services/stock
`,
  'services/shop/package.json':
    '{ "name": "shop", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5" } }',
  'services/shop/src/main.ts': service('shop', 'orders', first),
  [main]: service('orders', 'stock', second),
});
/** What differs of a row. */
const pick = (files: FixCase['files']): FixCase['files'] =>
  Object.fromEntries(['services/shop/src/main.ts', main].map((path) => [path, files[path] ?? '']));

export default [
  inClient(
    'a client of axios where it is made',
    `import axios from 'axios';

const http = axios.create({
  baseURL: process.env['STOCK_URL'], // set by compose
});

export const left = async (item: string): Promise<unknown> => (await http.get(\`/stock/\${item}\`)).data;
`,
    `import axios from 'axios';

const http = axios.create({
  baseURL: process.env['STOCK_URL'], // set by compose
  timeout: 5000,
});

export const left = async (item: string): Promise<unknown> => (await http.get(\`/stock/\${item}\`)).data;
`,
  ),
  inClient(
    'calls of axios that have no client of their own',
    `import axios from "axios";

export async function left(item: string) {
  const { data } = await axios.get(process.env.STOCK_URL + "/stock/" + item);
  await axios.post(process.env.STOCK_URL + "/stock/" + item);
  return data;
}
`,
    `import axios from "axios";

export async function left(item: string) {
  const { data } = await axios.get(process.env.STOCK_URL + "/stock/" + item, { timeout: 5000 });
  await axios.post(process.env.STOCK_URL + "/stock/" + item, undefined, { timeout: 5000 });
  return data;
}
`,
  ),
  inClient(
    'a timeout that was switched off',
    `import axios from 'axios';

export const left = async (item: string): Promise<unknown> =>
  (await axios.get(\`\${process.env['STOCK_URL']}/stock/\${item}\`, { timeout: 0, params: { fresh: true } })).data;
`,
    `import axios from 'axios';

export const left = async (item: string): Promise<unknown> =>
  (await axios.get(\`\${process.env['STOCK_URL']}/stock/\${item}\`, { timeout: 5000, params: { fresh: true } })).data;
`,
  ),
  inClient(
    'fetch, with and without options',
    `const base = process.env['STOCK_URL'];

export async function left(item: string): Promise<unknown> {
  await fetch(\`\${base}/stock/\${item}\`, {
    method: 'PUT',
    headers: { accept: 'application/json' }
  });
  const answer = await fetch(\`\${base}/stock/\${item}\`);
  return answer.json();
}
`,
    `const base = process.env['STOCK_URL'];

export async function left(item: string): Promise<unknown> {
  await fetch(\`\${base}/stock/\${item}\`, {
    method: 'PUT',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(5000)
  });
  const answer = await fetch(\`\${base}/stock/\${item}\`, { signal: AbortSignal.timeout(5000) });
  return answer.json();
}
`,
  ),
  inClient(
    'a client of got',
    `import got from 'got';

const http = got.extend({ prefixUrl: process.env['STOCK_URL'] ?? '' });

export const left = async (item: string): Promise<unknown> => (await http.get(\`stock/\${item}\`)).body;
`,
    `import got from 'got';

const http = got.extend({ prefixUrl: process.env['STOCK_URL'] ?? '', timeout: { request: 5000 } });

export const left = async (item: string): Promise<unknown> => (await http.get(\`stock/\${item}\`)).body;
`,
  ),
  {
    title: 'calls of grpc-js that end in a callback',
    files: {
      ...stock,
      'proto/stock.proto': `syntax = "proto3";
package stock.v1;
service Stock {
  rpc Left (LeftRequest) returns (LeftResponse);
}
message LeftRequest { string item = 1; }
message LeftResponse { int32 left = 1; }
`,
      [main]: withClient,
      [client]: grpcClient('client.left({ item }, (error'),
    },
    after: { [client]: grpcClient('client.left({ item }, { deadline: Date.now() + 5000 }, (error') },
  },
  {
    title: 'a row of services, the first of them waiting longest',
    files: row({ first: '', second: '' }),
    after: pick(
      row({ first: ', { signal: AbortSignal.timeout(10000) }', second: ', { signal: AbortSignal.timeout(5000) }' }),
    ),
  },
  {
    title: 'a service that others wait for, for less than those wait',
    files: row({ first: ', { signal: AbortSignal.timeout(2000) }', second: '' }),
    after: {
      [main]: row({ first: '', second: ', { signal: AbortSignal.timeout(1600) }' })[main] ?? '',
    },
  },
  {
    title: 'a client that it does not know',
    files: {
      ...stock,
      [main]: withClient,
      [client]: `// @ts-nocheck
import superagent from 'superagent';

export const left = async (item) => (await superagent.get(\`\${process.env.STOCK_URL}/stock/\${item}\`)).body;
`,
    },
    refused: `${client}:4 is written in a way that msvc does not change.`,
  },
  {
    title: 'options that come from elsewhere and may hold a signal',
    files: {
      ...stock,
      [main]: withClient.replace('left(request.body.item)', 'left(request.body.item, { method: request.body.method })'),
      [client]: `export async function left(item: string, options: RequestInit): Promise<unknown> {
  const answer = await fetch(\`\${process.env['STOCK_URL']}/stock/\${item}\`, options);
  return answer.json();
}
`,
    },
    after: {
      [client]: `export async function left(item: string, options: RequestInit): Promise<unknown> {
  const answer = await fetch(\`\${process.env['STOCK_URL']}/stock/\${item}\`, { signal: AbortSignal.timeout(5000), ...options });
  return answer.json();
}
`,
    },
  },

  ...nestCases,
] satisfies readonly FixCase[];
