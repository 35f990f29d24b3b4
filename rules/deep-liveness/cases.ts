import type { Case } from '../../src/lint/kit.ts';

const deployment = (probes: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders }
spec:
  template:
    spec:
      containers:
        - name: orders
          image: shop/orders:1.0
${probes}`;
const liveness = '          livenessProbe:\n            httpGet: { path: /health/live, port: 8080 }\n';
const readiness = '          readinessProbe:\n            httpGet: { path: /health/live, port: 8080 }\n';
const express = (handler: string, probes = liveness): Readonly<Record<string, string>> => ({
  'k8s/orders.yaml': deployment(probes),
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0", "pg": "8.0.0" } }',
  'services/orders/main.js': `import express from 'express';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const app = express();
app.get('/health/live', async (req, res) => {
  ${handler}
  res.sendStatus(200);
});
app.listen(8080);
`,
});
const nest = (indicator: string): Readonly<Record<string, string>> => ({
  'k8s/orders.yaml': deployment(liveness),
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node main.ts" }, "dependencies": { "@nestjs/core": "11.0.0", "@nestjs/terminus": "11.0.0" } }',
  'services/orders/main.ts': `import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.ts';

@Module({ controllers: [HealthController] })
class AppModule {}
void NestFactory.create(AppModule).then((app) => app.listen(8080));
`,
  'services/orders/health.controller.ts': `import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, MemoryHealthIndicator, TypeOrmHealthIndicator } from '@nestjs/terminus';

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly db: TypeOrmHealthIndicator,
    private readonly memory: MemoryHealthIndicator,
  ) {}

  @Get('live')
  @HealthCheck()
  live() {
    return this.health.check([() => ${indicator}]);
  }
}
`,
});
const deep = (what: string) =>
  [{ severity: 'error', message: `The liveness probe of orders ${what}`, at: 'k8s/orders.yaml:11' }] as const;

export default [
  {
    title: 'a liveness probe that asks the database',
    page: true,
    files: express("await pool.query('select 1');"),
    findings: deep('asks its database (postgres)'),
  },
  {
    title: 'an indicator of Terminus',
    files: nest("this.db.pingCheck('database')"),
    findings: deep('asks others (TypeOrmHealthIndicator)'),
  },
  {
    title: 'a command that fetches the path',
    files: express(
      "await pool.query('select 1');",
      '          livenessProbe:\n            exec: { command: ["wget", "-q", "http://localhost:8080/health/live"] }\n',
    ),
    findings: deep('asks its database (postgres)'),
  },
  { title: 'a probe that asks the process alone', page: true, files: express(''), findings: [] },
  {
    title: 'a readiness probe that asks the database',
    page: true,
    files: express("await pool.query('select 1');", readiness),
    findings: [],
  },
  { title: 'an indicator of memory', files: nest("this.memory.checkHeap('heap', 1e9)"), findings: [] },
  {
    title: 'a healthcheck of compose',
    files: {
      ...express("await pool.query('select 1');"),
      'k8s/orders.yaml': '',
      'compose.yaml':
        'services:\n  orders:\n    build: services/orders\n    healthcheck:\n      test: ["CMD", "wget", "-q", "http://localhost:8080/health/live"]\n',
    },
    findings: [],
  },
  {
    title: 'a probe over TCP',
    files: express(
      "await pool.query('select 1');",
      '          livenessProbe:\n            tcpSocket: { port: 8080 }\n',
    ),
    findings: [],
  },
] satisfies readonly Case[];
