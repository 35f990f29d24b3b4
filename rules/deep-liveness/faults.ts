import type { Fault } from '../../src/lint/kit.ts';

const live = 'httpGet: { path: /health/live, port: 3000 }';
const platform = "import { HealthController } from '@stays/platform';";
const own = "import { HealthController } from './health.controller';";

/** A health controller of the service itself, with what its liveness and its readiness do. */
const controller = (head: string, held: string, alive: string, ready = "{ status: 'ok' }"): string => `${head}
import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common';

@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  constructor(${held}) {}

  @Get('live')
  live() {
    return ${alive};
  }

  @Get('ready')
  ready() {
    return ${ready};
  }
}
`;

export default [
  {
    title: 'a liveness that reads a table',
    in: 'nest',
    edits: {
      'apps/bookings/src/app.module.ts': [[platform, own]],
      'apps/bookings/src/health.controller.ts': controller(
        "import { PrismaService } from './prisma.service';",
        'private readonly prisma: PrismaService',
        'this.prisma.booking.count()',
      ),
    },
    at: { file: 'deploy/bookings.yaml', line: live },
  },
  {
    title: 'a liveness with an indicator of Terminus',
    in: 'nest',
    edits: {
      'apps/rooms/src/app.module.ts': [[platform, own]],
      'apps/rooms/src/health.controller.ts': controller(
        "import { HealthCheckService, TypeOrmHealthIndicator } from '@nestjs/terminus';",
        'private readonly health: HealthCheckService, private readonly db: TypeOrmHealthIndicator',
        "this.health.check([() => this.db.pingCheck('rooms')])",
      ),
    },
    at: { file: 'apps/rooms/src/health.controller.ts', line: "this.db.pingCheck('rooms')" },
  },
  {
    title: 'a liveness that asks another service',
    in: 'nest',
    edits: {
      'apps/gateway/src/app.module.ts': [[platform, own]],
      'apps/gateway/src/health.controller.ts': controller(
        "import { HttpService } from '@nestjs/axios';",
        'private readonly http: HttpService',
        "this.http.get('/health/live')",
      ),
    },
    at: { file: 'deploy/gateway.yaml', line: live },
  },
  {
    title: 'a liveness probe that asks for readiness',
    in: 'nest',
    edits: {
      'deploy/notices.yaml': [[live, 'httpGet: { path: /health/ready, port: 3000, scheme: HTTP }']],
      'apps/notices/src/app.module.ts': [[platform, own]],
      'apps/notices/src/health.controller.ts': controller(
        "import { InjectRepository } from '@nestjs/typeorm';\nimport { Repository } from 'typeorm';\nimport { ProcessedMessage } from './processed-message.entity';",
        '@InjectRepository(ProcessedMessage) private readonly messages: Repository<ProcessedMessage>',
        "{ status: 'ok' }",
        'this.messages.count()',
      ),
    },
    at: { file: 'deploy/notices.yaml', line: 'path: /health/ready, port: 3000, scheme: HTTP' },
  },
  {
    title: 'a manifest whose liveness asks the database',
    in: 'express',
    edits: {
      'services/tariffs/src/main.ts': [
        [
          'serve(app, () => pool.end());',
          "app.get('/up', async (_request, response) => {\n  await pool.query('select 1');\n  response.json({});\n});\nserve(app, () => pool.end());",
        ],
      ],
      'deploy/tariffs.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: tariffs }
spec:
  template:
    spec:
      containers:
        - name: tariffs
          image: parcels/tariffs:1.0.0
          livenessProbe:
            httpGet: { path: /up, port: 8080 }
`,
    },
    at: { file: 'services/tariffs/src/main.ts', line: "pool.query('select 1')" },
  },
  {
    title: 'a service beside the chassis that asks another to be alive',
    in: 'generated',
    edits: {
      'services/reports/package.json':
        '{ "name": "@shop/reports", "private": true, "scripts": { "start": "node main.ts" }, "dependencies": { "express": "5.1.0" } }',
      'services/reports/main.ts':
        "import express from 'express';\n\nconst app = express();\napp.get('/live', async (_, response) => {\n  await fetch('http://daily:8080/live');\n  response.json({});\n});\napp.listen(8080);\n",
      'services/reports/k8s/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: reports }
spec:
  template:
    spec:
      containers:
        - name: reports
          image: shop/reports:1.0.0
          livenessProbe:
            httpGet: { path: /live, port: 8080 }
`,
    },
    at: { file: 'services/reports/k8s/deployment.yaml', line: 'httpGet: { path: /live, port: 8080 }' },
  },
] satisfies readonly Fault[];
