import type { Kind } from './mutation.ts';
import { mutations } from './mutation.ts';

const routes = (names: readonly string[]) => ({
  'services/billing/http.ts': [
    `import express from 'express';`,
    'const app = express();',
    ...names.map((name) => `app.get('/${name}/parts', (request, response) => { response.send({}); });`),
    'app.listen(8080);',
  ].join('\n'),
});

/** What comes in under a path is passed on to another service. */
const proxy = (parts: Pick<Kind, 'imports' | 'type' | 'make' | 'use' | 'late'> & Partial<Kind>): Kind => ({
  address: (name) => `http://billing:8080/${name}`,
  subject: (name) => `/charges/${name}`,
  adds: ({ name }) => ({ [`orders -> billing sync http ANY /${name}`]: 'use' }),
  also: routes,
  ...parts,
});

mutations({
  'http-proxy-middleware': proxy({
    imports: `import express from 'express';\nimport { createProxyMiddleware } from 'http-proxy-middleware';\nconst app = express();`,
    type: 'string',
    make: (address) => address,
    use: (client, subject) => `app.use(${subject}, createProxyMiddleware({ target: ${client}, changeOrigin: true }))`,
  }),
  'express-http-proxy': proxy({
    imports: `import express from 'express';\nimport proxy from 'express-http-proxy';\nconst app = express();`,
    type: 'string',
    make: (address) => address,
    use: (client, subject) => `app.use(${subject}, proxy(${client}))`,
  }),
  '@fastify/http-proxy': proxy({
    imports: `import Fastify from 'fastify';\nimport proxy from '@fastify/http-proxy';\nconst app = Fastify();`,
    type: '{ upstream: string }',
    make: (address) => `{ upstream: ${address} }`,
    use: (client, subject) => `await app.register(proxy, { ...${client}, prefix: ${subject} })`,
  }),
  'http-proxy': proxy({
    adds: ({ name }) => ({ [`orders -> billing sync http ANY /${name}`]: 'make' }),
    imports: `import express from 'express';\nimport httpProxy from 'http-proxy';\nconst app = express();`,
    type: 'httpProxy',
    make: (address) => `httpProxy.createProxyServer({ target: ${address} })`,
    use: (client, subject) => `app.all(${subject}, (request, response) => ${client}.web(request, response))`,
  }),
});
