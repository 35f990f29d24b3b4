import type { Case } from '../../src/lint/kit.ts';

const orders = {
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0" } }',
  'services/orders/main.js': "import express from 'express';\nexpress().listen(8080);\n",
};
const file = (path: string, text: string): Readonly<Record<string, string>> => ({ ...orders, [path]: text });
const stands = (what: string, at: string) =>
  [
    { severity: 'error', message: `${what.includes('repository') ? what : `${what} stands in the repository`}`, at },
  ] as const;
/** Random, and put together here, so that no other scanner takes this file for a leak. */
const random = ['Zt4vQ9', 'mXw2Lk', '8RbN7p', 'Yc3HsD'].join('');
const amazon = ['AK', 'IAZ3QW7XM2', 'KP5RT8LN'].join('');
const keyBlock = ['-----BEGIN RSA PRIVATE', ' KEY-----\n', `MIIEpAIBAAKCAQEA${random}${random}${random}\n`].join('');
const secret = (value: string): string => `apiVersion: v1
kind: Secret
metadata:
  name: orders-db
stringData:
  POSTGRES_USER: orders
  POSTGRES_PASSWORD: ${value}
`;

export default [
  {
    title: 'the address of a database on the internet, with its password',
    page: true,
    files: file(
      'services/orders/pool.js',
      "export const url = 'postgres://orders:Vt7qLw2Zp9@db.shop.io:5432/orders';\n",
    ),
    findings: stands(
      'A password in an address stands in the repository, under db.shop.io',
      'services/orders/pool.js:1',
    ),
  },
  {
    title: 'a Secret with its value in it',
    page: true,
    files: file('k8s/secret.yaml', secret('orders-2024')),
    findings: stands('A Kubernetes secret stands in the repository, under POSTGRES_PASSWORD', 'k8s/secret.yaml:7'),
  },
  {
    title: 'a random literal under a telling name',
    files: file('services/orders/config.js', `export const config = { port: 8080, jwtSecret: '${random}' };\n`),
    findings: stands('A secret stands in the repository, under jwtSecret', 'services/orders/config.js:1'),
  },
  {
    title: 'the default of a variable',
    files: file('services/orders/config.js', `export const key = process.env.SIGNING_KEY ?? '${random}';\n`),
    findings: stands('A secret stands in the repository, under SIGNING_KEY', 'services/orders/config.js:1'),
  },
  {
    title: 'a variable in compose and one in Kubernetes',
    files: {
      ...orders,
      'compose.yaml': `services:\n  orders:\n    build: services/orders\n    environment:\n      - API_KEY=${random}\n`,
      'k8s/orders.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders }
spec:
  template:
    spec:
      containers:
        - name: orders
          image: shop/orders:1.0
          env:
            - name: API_KEY
              value: ${random}
`,
    },
    findings: [
      ...stands('A secret stands in the repository, under API_KEY', 'compose.yaml:5'),
      ...stands('A secret stands in the repository, under API_KEY', 'k8s/orders.yaml:11'),
    ],
  },
  {
    title: 'a key of AWS, once for a file',
    files: file('services/orders/s3.js', `export const a = '${amazon}';\nexport const b = '${amazon}';\n`),
    findings: stands('An AWS access key', 'services/orders/s3.js:1'),
  },
  {
    title: 'a private key',
    files: file('services/orders/tls/server.key', keyBlock),
    findings: stands('A private key', 'services/orders/tls/server.key:1'),
  },
  {
    title: 'what the environment gives',
    page: true,
    files: {
      ...orders,
      'services/orders/pool.js': 'export const url = process.env.DATABASE_URL;\n',
      'compose.yaml':
        'services:\n  orders:\n    build: services/orders\n    environment:\n      API_KEY: ${API_KEY}\n      DATABASE_URL: postgres://orders:${DB_PASSWORD}@db.shop.io/orders\n',
    },
    findings: [],
  },
  {
    title: 'a password of a database in the same compose file',
    files: file(
      'compose.yaml',
      'services:\n  orders:\n    build: services/orders\n    environment:\n      DATABASE_URL: postgres://orders:Vt7qLw2Zp9@db:5432/orders\n      POSTGRES_PASSWORD: postgres\n',
    ),
    findings: [],
  },
  {
    title: 'samples, tests and documentation',
    files: {
      ...orders,
      '.env.example': `API_KEY=${random}\n`,
      'services/orders/test/login.js': `export const apiKey = '${random}';\n`,
      'docs/config.yaml': `API_KEY: ${random}\n`,
    },
    findings: [],
  },
  {
    title: 'placeholders',
    files: file(
      '.env',
      'API_KEY=your-api-key-here-1234\nJWT_SECRET=change-me-please-123456\nTOKEN=<your_token_0123456789>\nSECRET_KEY=xxxxxxxxxxxxxxxx1\n',
    ),
    findings: [],
  },
  {
    title: 'hashes, public keys, names of things and expressions',
    files: file(
      'services/orders/config.js',
      `export const publicKey = '${random}';
export const resetToken = 'reset-password-token-v2';
export const passwordHash = '$2b$10$abcdefghijklmnopqrstuv';
export const token = 'sha512-${random}';
export const accessToken = 'AUTH_ACCESS_TOKEN_2';
export const secretKey = \`\${process.env.PREFIX}-${random}\`;
`,
    ),
    findings: [],
  },
  {
    title: 'a Secret that is sealed, or filled in when it is deployed',
    files: {
      ...orders,
      'k8s/sealed.yaml': `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: { name: a }\nspec:\n  encryptedData:\n    PASSWORD: ${random}${random}\n`,
      'k8s/secret.yaml': secret('${POSTGRES_PASSWORD}'),
    },
    findings: [],
  },
  {
    title: 'a key that every browser is given',
    files: file('.env.production', `NEXT_PUBLIC_ANALYTICS_API_KEY=${random}\n`),
    findings: [],
  },
] satisfies readonly Case[];
