import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0", "axios": "1.0.0", "axios-retry": "4.0.0", "p-retry": "7.0.0", "opossum": "9.0.0", "cockatiel": "3.0.0", "p-limit": "7.0.0", "express-rate-limit": "8.0.0" } }`;

const server = (route: string, call = '', head = ''): string => `import express from 'express';
import axios from 'axios';
${head}
const app = express();
app.post('${route}', async (req, res) => {
  ${call}
  res.json('done');
});
app.listen(8080);
`;

const files = (head = '', more: Case['files'] = {}): Case['files'] => ({
  'compose.yaml': `services:
  gateway:
    build: services/gateway
    ports: ["80:8080"]
    environment: { ORDERS_URL: "http://orders:8080" }
  orders:
    build: services/orders
`,
  'services/gateway/package.json': manifest('gateway'),
  'services/gateway/src/main.js': server(
    '/checkout',
    'await axios.post(`${process.env.ORDERS_URL}/orders`, req.body, { timeout: 500 });',
    head,
  ),
  'services/orders/package.json': manifest('orders'),
  'services/orders/src/main.js': server('/orders'),
  ...more,
});
const nginx = (limit: string): Case['files'] => ({
  'compose.yaml': `services:
  edge:
    image: nginx:1.29
    ports: ["80:80"]
    volumes: ["./edge/nginx.conf:/etc/nginx/nginx.conf"]
  orders:
    build: services/orders
`,
  'edge/nginx.conf': `http {
  limit_req_zone $binary_remote_addr zone=each:10m rate=10r/s;
  server {
    location /orders {
      ${limit}
      proxy_pass http://orders:8080;
    }
  }
}
`,
  'services/orders/package.json': manifest('orders'),
  'services/orders/src/main.js': server('/orders'),
});

export default [
  {
    title: 'a gateway that takes whatever comes',
    page: true,
    files: files(),
    findings: [
      {
        severity: 'warning',
        message: 'gateway takes calls without a limit, for one service behind it',
        at: 'compose.yaml:2',
      },
    ],
  },
  {
    title: 'nginx with a zone that no location uses',
    files: nginx(''),
    findings: [
      {
        severity: 'warning',
        message: 'edge takes calls without a limit, for one service behind it',
        at: 'compose.yaml:2',
      },
    ],
  },
  {
    title: 'an edge in front of a gateway that limits, and of one service without it',
    files: {
      ...files("import { rateLimit } from 'express-rate-limit';"),
      'compose.yaml': `services:
  edge:
    image: nginx:1.29
    ports: ["80:80"]
    volumes: ["./edge/nginx.conf:/etc/nginx/nginx.conf"]
  gateway:
    build: services/gateway
    environment: { ORDERS_URL: "http://orders:8080" }
  orders:
    build: services/orders
  users:
    build: services/users
`,
      'edge/nginx.conf':
        'http { server { location /api { proxy_pass http://gateway:8080; } location /users { proxy_pass http://users:8080; } } }\n',
      'services/users/package.json': manifest('users'),
      'services/users/src/main.js': server('/users'),
    },
    findings: [
      {
        severity: 'warning',
        message: 'edge takes calls without a limit, for one service behind it',
        at: 'compose.yaml:2',
      },
    ],
  },
  {
    title: 'a limit in its code',
    page: true,
    files: files("import { rateLimit } from 'express-rate-limit';"),
    findings: [],
  },
  {
    title: 'a limit in nginx',
    page: true,
    files: nginx('limit_req zone=each burst=20;'),
    findings: [],
  },
  {
    title: 'a limit of an Ingress',
    files: files('', {
      'k8s/gateway.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: gateway
  annotations: { nginx.ingress.kubernetes.io/limit-rps: "20" }
spec:
  rules:
    - http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: gateway, port: { number: 8080 } } }
`,
    }),
    findings: [],
  },
  {
    title: 'a service that is no gateway',
    files: {
      'compose.yaml': 'services:\n  orders:\n    build: services/orders\n',
      'services/orders/package.json': manifest('orders'),
      'services/orders/src/main.js': server('/orders'),
    },
    findings: [],
  },
] satisfies readonly Case[];
