import type { Fault } from '../../src/lint/kit.ts';

const edge = (limit: string, target: string): string => `http {
  ${limit}
  server {
    location / {
      proxy_pass http://${target}:8080;
    }
  }
}
`;
const service = (file: string): string => `  edge:
    image: nginx:1.29.3
    ports: ["80:80"]
    volumes: ["./edge/${file}:/etc/nginx/${file}:ro"]
    healthcheck: { test: ["CMD", "nginx", "-t"] }

`;

export default [
  {
    title: 'a gateway whose throttler was taken out',
    in: 'nest',
    edits: {
      'apps/gateway/src/app.module.ts': [
        ["import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';\n", ''],
        ['    ThrottlerModule.forRoot([{ ttl: 60_000, limit: 120 }]),\n', ''],
        ['  providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],\n', ''],
      ],
    },
    at: { file: 'deploy/gateway.yaml', line: 'name: gateway' },
  },
  {
    title: 'an API in front of others whose limiter was taken out',
    in: 'express',
    edits: {
      'services/api/src/main.ts': [
        ["import { rateLimit } from 'express-rate-limit';\n", ''],
        ['app.use(rateLimit({ windowMs: 60_000, limit: 120 }));\n', ''],
      ],
    },
    at: { file: 'compose.yaml', line: 'api:' },
  },
  {
    title: 'nginx in front of a service that has no limit either',
    in: 'express',
    edits: {
      'compose.yaml': [['  shipping-db:\n', `${service('nginx.conf')}  shipping-db:\n`]],
      'edge/nginx.conf': edge('', 'tracking'),
    },
    at: { file: 'compose.yaml', line: 'edge:' },
  },
  {
    title: 'a zone of nginx that no location uses',
    in: 'express',
    edits: {
      'compose.yaml': [['  shipping-db:\n', `${service('nginx.conf')}  shipping-db:\n`]],
      'edge/nginx.conf': edge('limit_req_zone $binary_remote_addr zone=each:10m rate=10r/s;', 'shipping'),
    },
    at: { file: 'compose.yaml', line: 'edge:' },
  },
  {
    title: 'nginx in front of generated services',
    in: 'generated',
    edits: {
      'compose.yaml': [['  orders:\n    image', `${service('nginx.conf')}  orders:\n    image`]],
      'edge/nginx.conf': edge('', 'orders'),
    },
    at: { file: 'compose.yaml', line: 'edge:' },
  },
] satisfies readonly Fault[];
