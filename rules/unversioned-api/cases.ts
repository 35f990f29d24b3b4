import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string, dependencies: Readonly<Record<string, string>>): string =>
  JSON.stringify({ name, scripts: { start: 'node src/main.js' }, dependencies });

const express = (name: string) => ({
  [`services/${name}/package.json`]: manifest(name, { express: '5.0.0', axios: '1.0.0' }),
});
const nest = (name: string) => ({
  [`services/${name}/package.json`]: manifest(name, {
    '@nestjs/core': '11.0.0',
    '@nestjs/common': '11.0.0',
    '@nestjs/microservices': '11.0.0',
  }),
});

const app = (lines: string): string =>
  `import express from 'express';\n\nconst app = express();\n${lines}\napp.listen(8080);\n`;

const orders = {
  ...nest('orders'),
  'services/orders/src/app.module.ts': `import { Controller, Get, Module, Post } from '@nestjs/common';

@Controller('orders')
export class OrdersController {
  @Get(':id')
  one() {
    return {};
  }

  @Post()
  place() {
    return {};
  }
}

@Module({ controllers: [OrdersController] })
export class AppModule {}
`,
};
const main = (settings: string, imports = ''): Readonly<Record<string, string>> => ({
  'services/orders/src/main.ts': `${imports}import { VersioningType } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function start() {
  const app = await NestFactory.create(AppModule);
  ${settings}
  await app.listen(3000);
}
start();
`,
});

const proto = (name: string): string => `syntax = "proto3";

package ${name};

service Stock {
  rpc Reserve(ReserveRequest) returns (ReserveResponse);
}

message ReserveRequest {
  string sku = 1;
}

message ReserveResponse {
  bool reserved = 1;
}
`;
const grpc = (name: string) => ({
  'services/stock/package.json': manifest('stock', { '@grpc/grpc-js': '1.0.0', '@grpc/proto-loader': '0.7.0' }),
  'services/stock/src/main.js': `import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const { ${name.split('.')[0]} } = grpc.loadPackageDefinition(loadSync('../../../proto/stock.proto'));
const server = new grpc.Server();
server.addService(${name}.Stock.service, { reserve: (call, done) => done(null, { reserved: true }) });
server.bindAsync('0.0.0.0:50051', grpc.ServerCredentials.createInsecure(), () => {});
`,
  'proto/stock.proto': proto(name),
});

const bare = (at: string, more: string) =>
  ({ severity: 'warning', message: `No version in the API of orders: ${more}`, at }) as const;

export default [
  {
    title: 'routes without a version',
    page: true,
    files: {
      ...express('orders'),
      'services/orders/src/main.js': app(
        "app.get('/health', (req, res) => res.send('ok'));\napp.get('/orders/:id', (req, res) => res.json({}));\napp.post('/orders', (req, res) => res.json({}));",
      ),
    },
    findings: [bare('services/orders/src/main.js:5', 'GET /orders/:id and 1 more')],
  },
  {
    title: 'a version in the path of a router',
    page: true,
    files: {
      ...express('orders'),
      'services/orders/src/main.js': app(
        "const router = express.Router();\nrouter.post('/orders', (req, res) => res.json({}));\napp.use('/api/v1', router);",
      ),
    },
    findings: [],
  },
  {
    title: 'a gRPC package without a version',
    page: true,
    files: grpc('stock'),
    findings: [
      {
        severity: 'warning',
        message: 'No version in the API of stock: gRPC package stock (Stock)',
        at: 'proto/stock.proto:5',
      },
    ],
  },
  { title: 'a gRPC package with a version', page: true, files: grpc('stock.v1'), findings: [] },
  {
    title: 'controllers of Nest without a version',
    files: { ...orders, ...main('') },
    findings: [bare('services/orders/src/app.module.ts:5', 'GET /orders/:id and 1 more')],
  },
  {
    title: "Nest's global prefix that holds the version",
    files: { ...orders, ...main("app.setGlobalPrefix('v1');") },
    findings: [],
  },
  {
    title: "Nest's versions in the path",
    files: { ...orders, ...main("app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });") },
    findings: [],
  },
  {
    title: "Nest's global prefix that is set outside",
    files: { ...orders, ...main('app.setGlobalPrefix(process.env.PREFIX);') },
    findings: [],
  },
  {
    title: "Nest's version for all paths that is set outside",
    files: {
      ...orders,
      ...main('app.enableVersioning({ type: VersioningType.URI, defaultVersion: process.env.API_VERSION });'),
    },
    findings: [],
  },
  {
    title: "Nest's version for all paths that the configuration service gives",
    files: {
      ...orders,
      ...main(
        'const config = app.get(ConfigService);\n  const version = config.get<string>(Setting.VERSION);\n  app.enableVersioning({ type: VersioningType.URI, defaultVersion: version });',
        "import { ConfigService } from '@nestjs/config';\nimport { Setting } from './settings';\n",
      ),
    },
    findings: [],
  },
  {
    title: 'paths that Nest was told to leave without a version',
    files: {
      ...orders,
      ...main(
        'app.enableVersioning({ type: VersioningType.URI, defaultVersion: VERSION_NEUTRAL });',
        "import { VERSION_NEUTRAL } from '@nestjs/common';\n",
      ),
    },
    findings: [bare('services/orders/src/app.module.ts:5', 'GET /orders/:id and 1 more')],
  },
  {
    title: "Nest's versions in a header",
    files: { ...orders, ...main("app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' });") },
    findings: [],
  },
  {
    title: "Nest's versions in the media type",
    files: { ...orders, ...main("app.enableVersioning({ type: VersioningType.MEDIA_TYPE, key: 'v=' });") },
    findings: [],
  },
  {
    title: 'a prefix that is not a version, where versions are turned on for the path but given to nothing',
    files: { ...orders, ...main("app.setGlobalPrefix('api');\n  app.enableVersioning({ type: VersioningType.URI });") },
    findings: [bare('services/orders/src/app.module.ts:5', 'GET /api/orders/:id and 1 more')],
  },
  {
    title: 'only probes, documentation and a webhook',
    files: {
      ...express('orders'),
      'services/orders/src/main.js': app(
        "app.get('/', (req, res) => res.send('Hello'));\napp.get('/healthz', (req, res) => res.send('ok'));\napp.get('/metrics', (req, res) => res.send(''));\napp.get('/api-docs', (req, res) => res.send(''));\napp.post('/webhooks/stripe', (req, res) => res.send(''));",
      ),
    },
    findings: [],
  },
  {
    title: 'requests over a broker',
    files: {
      ...nest('orders'),
      'services/orders/src/main.ts': `import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, Transport } from '@nestjs/microservices';

@Controller()
class OrdersController {
  @MessagePattern('place')
  place() {
    return {};
  }
}

@Module({ controllers: [OrdersController] })
class AppModule {}

NestFactory.createMicroservice(AppModule, { transport: Transport.TCP });
`,
    },
    findings: [],
  },
  {
    title: 'a service behind the versioned path of a gateway',
    files: {
      ...express('orders'),
      'services/orders/src/main.js': app("app.post('/orders', (req, res) => res.json({}));"),
      'compose.yaml':
        'services:\n  gateway:\n    image: nginx\n    volumes: ["./gateway/nginx.conf:/etc/nginx/nginx.conf"]\n    ports: ["80:80"]\n  orders:\n    build: services/orders\n',
      'gateway/nginx.conf':
        'events {}\nhttp {\n  server {\n    listen 80;\n    location /api/v1/ {\n      proxy_pass http://orders:8080/;\n    }\n  }\n}\n',
    },
    findings: [],
  },
  {
    title: 'a service behind a gateway that adds no version',
    files: {
      ...express('orders'),
      'services/orders/src/main.js': app("app.post('/orders', (req, res) => res.json({}));"),
      'compose.yaml':
        'services:\n  gateway:\n    image: nginx\n    volumes: ["./gateway/nginx.conf:/etc/nginx/nginx.conf"]\n    ports: ["80:80"]\n  orders:\n    build: services/orders\n',
      'gateway/nginx.conf':
        'events {}\nhttp {\n  server {\n    listen 80;\n    location /api/ {\n      proxy_pass http://orders:8080/;\n    }\n  }\n}\n',
    },
    findings: [bare('services/orders/src/main.js:4', 'POST /orders')],
  },
] satisfies readonly Case[];
