import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  JSON.stringify({
    name,
    scripts: { start: 'node src/main.js' },
    dependencies: { '@grpc/grpc-js': '1.0.0', '@grpc/proto-loader': '0.7.0', express: '5.0.0', axios: '1.0.0' },
  });

const grpc = {
  'services/stock/package.json': manifest('stock'),
  'services/orders/package.json': manifest('orders'),
  'services/stock/src/main.js': `import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const { stock } = grpc.loadPackageDefinition(loadSync('../../../proto/stock/v1/stock.proto'));
const server = new grpc.Server();
server.addService(stock.v1.Stock.service, { reserve: (call, done) => done(null, { reserved: true }) });
server.bindAsync('0.0.0.0:50051', grpc.ServerCredentials.createInsecure(), () => {});
`,
  'services/orders/src/main.js': `import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const { stock } = grpc.loadPackageDefinition(loadSync('../../../proto/stock/v1/stock.proto'));
const client = new stock.v1.Stock('stock:50051', grpc.credentials.createInsecure());
client.reserve({ sku: 'a' }, () => {});
`,
  'compose.yaml': 'services:\n  orders:\n    build: services/orders\n  stock:\n    build: services/stock\n',
};

type Parts = { readonly rpcs?: string; readonly fields?: string; readonly of?: string };
const proto = ({ rpcs = '', fields = '  string sku = 1;\n  int32 count = 2;', of = 'stock.v1' }: Parts): string =>
  `syntax = "proto3";

package ${of};

service Stock {
  rpc Reserve(ReserveRequest) returns (ReserveResponse);
${rpcs}}

message ReserveRequest {
${fields}
}

message ReserveResponse {
  bool reserved = 1;
}
`;
const changed = (now: Parts, then: Parts = {}) => ({
  files: { ...grpc, 'proto/stock/v1/stock.proto': proto(now) },
  base: { 'proto/stock/v1/stock.proto': proto(then) },
});
const broken = (message: string, line: number, severity: 'error' | 'warning' = 'error') =>
  [{ severity, message, at: `proto/stock/v1/stock.proto:${line}` }] as const;

const openapi = (paths: string): string => `openapi: 3.0.3
info: { title: Stock, version: 1.0.0 }
paths:
${paths}`;
const get = (field = 'free', parameter = ''): string => `  /v1/stock/{sku}:
    get:
      parameters:
        - { name: sku, in: path, required: true, schema: { type: string } }
${parameter}      responses:
        '200':
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Stock' }
components:
  schemas:
    Stock:
      type: object
      properties:
        sku: { type: string }
        ${field}: { type: integer }
`;
const http = {
  'services/stock/package.json': manifest('stock'),
  'services/orders/package.json': manifest('orders'),
  'services/stock/src/main.js':
    "import express from 'express';\nconst app = express();\napp.get('/v1/stock/:sku', (req, res) => res.json({}));\napp.listen(8080);\n",
  'services/orders/src/main.js':
    "import axios from 'axios';\nexport const free = (sku) => axios.get(`http://stock:8080/v1/stock/${sku}`);\n",
  'compose.yaml': 'services:\n  orders:\n    build: services/orders\n  stock:\n    build: services/stock\n',
};
const described = (now: string, then: string) => ({
  files: { ...http, 'services/stock/openapi.yaml': openapi(now) },
  base: { 'services/stock/openapi.yaml': openapi(then) },
});
const inApi = (message: string, line: number) =>
  [{ severity: 'error', message: `${message}, which orders uses`, at: `services/stock/openapi.yaml:${line}` }] as const;

export default [
  {
    title: 'a field that changed its type',
    page: true,
    ...changed({ fields: '  string sku = 1;\n  string count = 2;' }),
    findings: broken(
      'Field "2" with name "count" on message "ReserveRequest" changed type from "int32" to "string", which orders uses',
      11,
    ),
  },
  {
    title: 'a field that was added, and one that was deleted and reserved',
    page: true,
    ...changed({ fields: '  reserved 2;\n  reserved "count";\n  string sku = 1;\n  string warehouse = 3;' }),
    findings: [],
  },
  {
    title: 'a field that was deleted',
    ...changed({ fields: '  string sku = 1;' }),
    findings: broken('Field "2" with name "count" on message "ReserveRequest" was deleted, which orders uses', 9),
  },
  {
    title: 'an RPC that is gone',
    ...changed({}, { rpcs: '  rpc Release(ReserveRequest) returns (ReserveResponse);\n' }),
    findings: broken('RPC "Release" on service "Stock" was deleted, which orders uses', 5),
  },
  {
    title: 'a contract that nobody was seen to use, as a warning',
    files: { 'proto/stock/v1/stock.proto': proto({ fields: '  string sku = 1;\n  string count = 2;' }) },
    base: { 'proto/stock/v1/stock.proto': proto({}) },
    findings: broken(
      'Field "2" with name "count" on message "ReserveRequest" changed type from "int32" to "string"',
      11,
      'warning',
    ),
  },
  {
    title: 'a package that says it is not stable',
    ...changed({ of: 'stock.v1alpha1', fields: '  string sku = 2;' }, { of: 'stock.v1alpha1' }),
    findings: [],
  },
  {
    title: 'comments and order',
    ...changed({ fields: '  // How many.\n  int32 count = 2;\n  string sku = 1;' }),
    findings: [],
  },
  {
    title: 'a contract whose import is not in the repository',
    files: { 'proto/stock.proto': `${proto({ fields: '  string sku = 2;' })}import "elsewhere/money.proto";\n` },
    base: { 'proto/stock.proto': proto({}) },
    findings: [],
  },
  {
    title: 'a field that an HTTP answer no longer has',
    ...described(get('available'), get()),
    findings: inApi('The 200 of GET /v1/stock/{sku} no longer has free', 10),
  },
  {
    title: 'a parameter that is newly required',
    ...described(
      get('free', '        - { name: warehouse, in: query, required: true, schema: { type: string } }\n'),
      get(),
    ),
    findings: inApi('GET /v1/stock/{sku} now requires query warehouse', 6),
  },
  {
    title: 'an operation that is gone',
    ...described('  /v1/health:\n    get:\n      responses: {}\n', get()),
    findings: inApi('GET /v1/stock/{sku} is gone', 4),
  },
  {
    title: 'an optional parameter and another operation',
    ...described(
      get('free', '        - { name: warehouse, in: query, schema: { type: string } }\n').replace(
        'components:',
        '  /v1/more:\n    get:\n      responses: {}\ncomponents:',
      ),
      get(),
    ),
    findings: [],
  },
] satisfies readonly Case[];
