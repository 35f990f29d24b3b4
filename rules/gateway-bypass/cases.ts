import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0", "axios": "1.0.0", "axios-retry": "4.0.0", "p-retry": "7.0.0", "opossum": "9.0.0", "cockatiel": "3.0.0", "p-limit": "7.0.0" } }`;

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

const compose = (orders: string): string => `services:
  gateway:
    build: services/gateway
    ports: ["80:8080"]
    environment: { ORDERS_URL: "http://orders:8080" }
  orders:
    build: services/orders
${orders}`;

const files = (orders: string, more: Case['files'] = {}): Case['files'] => ({
  'compose.yaml': compose(orders),
  'services/gateway/package.json': manifest('gateway'),
  'services/gateway/src/main.js': server(
    '/checkout',
    'await axios.post(`${process.env.ORDERS_URL}/orders`, req.body, { timeout: 500 });',
  ),
  'services/orders/package.json': manifest('orders'),
  'services/orders/src/main.js': server('/orders'),
  ...more,
});
const gatewayToo = `apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway }
spec:
  selector: { matchLabels: { app: gateway } }
  template:
    metadata: { labels: { app: gateway } }
    spec:
      containers:
        - name: gateway
          image: shop/gateway:1.0.0
`;
const inCluster = (type: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders }
spec:
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec:
      containers:
        - name: orders
          image: shop/orders:1.0.0
---
apiVersion: v1
kind: Service
metadata: { name: orders }
spec:
  type: ${type}
  selector: { app: orders }
  ports: [{ port: 8080 }]
`;

const nest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node dist/main.js" }, "dependencies": { "@nestjs/core": "11.0.0", "@nestjs/microservices": "11.0.0" } }`;
const asking = `import { Controller, Inject, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxy, ClientsModule, Transport } from '@nestjs/microservices';

@Controller('v1/orders')
class Orders {
  constructor(@Inject('BUS') private readonly bus: ClientProxy) {}
  @Post() place() {
    return this.bus.send('orders.place', {});
  }
}
@Module({ imports: [ClientsModule.register([{ name: 'BUS', transport: Transport.NATS }])], controllers: [Orders] })
class AppModule {}
NestFactory.create(AppModule).then((app) => app.listen(8080));
`;
const answering = (starts: string): string => `import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, Transport } from '@nestjs/microservices';

@Controller()
class Orders {
  @MessagePattern('orders.place') place() {
    return 1;
  }
}
@Module({ controllers: [Orders] })
class AppModule {}
${starts}
`;

export default [
  {
    title: 'a port of the host beside the gateway',
    page: true,
    files: files('    ports: ["3001:8080"]\n'),
    findings: [
      {
        severity: 'error',
        message: 'orders stands behind gateway, and is open to the outside as well: host port 3001',
        at: 'compose.yaml:8',
      },
    ],
  },
  {
    title: 'a load balancer of its own',
    files: files('', { 'k8s/gateway.yaml': gatewayToo, 'k8s/orders.yaml': inCluster('LoadBalancer') }),
    findings: [
      {
        severity: 'error',
        message: 'orders stands behind gateway, and is open to the outside as well: LoadBalancer 8080',
        at: 'k8s/orders.yaml:13',
      },
    ],
  },
  {
    title: 'an Ingress that leads past the gateway',
    files: files('', {
      'k8s/gateway.yaml': gatewayToo,
      'k8s/orders.yaml': `${inCluster('ClusterIP')}---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: orders }
spec:
  rules:
    - http:
        paths:
          - path: /orders
            pathType: Prefix
            backend: { service: { name: orders, port: { number: 8080 } } }
`,
    }),
    findings: [
      {
        severity: 'error',
        message: 'orders stands behind gateway, and is open to the outside as well: Ingress /orders',
        at: 'k8s/orders.yaml:28',
      },
    ],
  },
  {
    title: 'the internal network alone',
    page: true,
    files: files(''),
    findings: [],
  },
  {
    title: 'a port that only the machine itself can reach',
    files: files('    ports: ["127.0.0.1:3001:8080"]\n'),
    findings: [],
  },
  {
    title: 'a profile for debugging',
    files: files('    profiles: [debug]\n    ports: ["3001:8080"]\n'),
    findings: [],
  },
  {
    title: 'a container that runs with a watcher',
    files: files('    command: npm run start:dev\n    ports: ["3001:8080"]\n'),
    findings: [],
  },
  {
    title: 'an override for development',
    files: files('', { 'compose.override.yaml': 'services:\n  orders:\n    ports: ["3001:8080"]\n' }),
    findings: [],
  },
  {
    title: 'a port in the file that another for production is laid over, shown where it stands',
    files: files('    ports: ["3001:8080"]\n', {
      'compose.prod.yaml': 'services:\n  orders:\n    restart: always\n  gateway:\n    restart: always\n',
    }),
    findings: [
      {
        severity: 'error',
        message: 'orders stands behind gateway, and is open to the outside as well: host port 3001',
        at: 'compose.yaml:8',
      },
    ],
  },
  {
    title: 'a load balancer where the gateway is not deployed',
    files: files('', { 'k8s/orders.yaml': inCluster('LoadBalancer') }),
    findings: [],
  },
  {
    title: 'a port in compose of what Kubernetes runs',
    files: files('    ports: ["3001:8080"]\n', { 'k8s/orders.yaml': inCluster('ClusterIP') }),
    findings: [],
  },
  {
    title: 'a port of what listens to a broker alone',
    files: {
      ...files('    ports: ["3001:3001"]\n'),
      'services/gateway/package.json': nest('gateway'),
      'services/gateway/src/main.ts': asking,
      'services/gateway/src/main.js': '',
      'services/orders/package.json': nest('orders'),
      'services/orders/src/main.ts': answering(
        'NestFactory.createMicroservice(AppModule, { transport: Transport.NATS });',
      ),
      'services/orders/src/main.js': '',
    },
    findings: [],
  },
  {
    title: 'a port of what listens to a broker and to TCP',
    files: {
      ...files('    ports: ["3001:3001"]\n'),
      'services/gateway/package.json': nest('gateway'),
      'services/gateway/src/main.ts': asking,
      'services/gateway/src/main.js': '',
      'services/orders/package.json': nest('orders'),
      'services/orders/src/main.ts': answering(
        'const app = NestFactory.createMicroservice(AppModule, { transport: Transport.NATS });\napp.connectMicroservice({ transport: Transport.TCP });',
      ),
      'services/orders/src/main.js': '',
    },
    findings: [
      {
        severity: 'error',
        message: 'orders stands behind gateway, and is open to the outside as well: host port 3001',
        at: 'compose.yaml:8',
      },
    ],
  },
] satisfies readonly Case[];
