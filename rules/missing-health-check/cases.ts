import type { Case } from '../../src/lint/kit.ts';

const manifest =
  '{ "name": "orders", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0" } }';
const compose = (more = ''): string => `services:
  orders:
    build: services/orders
${more}`;
const deployment = (probe = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders
spec:
  template:
    spec:
      containers:
        - name: orders
          image: shop/orders:1.4.0
${probe}`;
const server = (route: string): string => `import express from 'express';

const app = express();
app.get('${route}', (req, res) => res.json('orders'));
app.listen(8080);
`;
const files = (more: Readonly<Record<string, string>>, route = '/orders'): Readonly<Record<string, string>> => ({
  'services/orders/package.json': manifest,
  'services/orders/src/main.js': server(route),
  ...more,
});
const unasked = (where: string, at: string) =>
  [
    {
      severity: 'warning',
      message: `Nobody can ask whether orders is well: neither ${where} nor its code has a health check`,
      at,
    },
  ] as const;

export default [
  {
    title: 'a service that compose runs, without a healthcheck or a health route',
    page: true,
    files: files({ 'compose.yaml': compose() }),
    findings: unasked('compose', 'compose.yaml:2'),
  },
  {
    title: 'a Deployment without probes',
    page: true,
    files: files({ 'k8s/orders.yaml': deployment() }),
    findings: unasked('Kubernetes', 'k8s/orders.yaml:9'),
  },
  {
    title: 'a banner at the root: it says nothing about health',
    files: files({ 'compose.yaml': compose() }, '/'),
    findings: unasked('compose', 'compose.yaml:2'),
  },
  {
    title: 'the status of one thing, which is no health check',
    files: files({ 'compose.yaml': compose() }, '/orders/:id/status'),
    findings: unasked('compose', 'compose.yaml:2'),
  },
  {
    title: 'a worker in another language that speaks of no health check',
    files: {
      'compose.yaml': 'services:\n  dispatch:\n    build: dispatch\n',
      'dispatch/Dockerfile': 'FROM golang:1.24\nCOPY . .\nCMD ["./dispatch"]\n',
      'dispatch/main.go': 'package main\n\nfunc main() { consume("orders") }\n',
    },
    findings: [
      {
        severity: 'warning',
        message: 'Nobody can ask whether dispatch is well: neither compose nor its code has a health check',
        at: 'compose.yaml:2',
      },
    ],
  },
  {
    title: 'a health controller of a shared library that no module names',
    files: {
      'compose.yaml': compose(),
      'services/orders/package.json': manifest.replace('express', '@nestjs/core').replace('.js', '.ts'),
      'services/orders/src/main.ts': `import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { Tools } from '../../../common';

@Module({ providers: [Tools] })
class AppModule {}
void NestFactory.create(AppModule).then((app) => app.listen(3000));
`,
      'common/index.ts': "export * from './health.ts';\nexport class Tools {}\n",
      'common/health.ts': `import { Controller, Get, Module } from '@nestjs/common';

@Controller('health')
export class HealthController {
  @Get()
  health() {
    return true;
  }
}
@Module({ controllers: [HealthController] })
export class HealthModule {}
`,
    },
    findings: unasked('compose', 'compose.yaml:2'),
  },
  {
    title: 'a health route that no probe asks',
    page: true,
    files: files({ 'compose.yaml': compose() }, '/health'),
    findings: [],
  },
  {
    title: 'a healthcheck in compose',
    page: true,
    files: files({
      'compose.yaml': compose('    healthcheck:\n      test: ["CMD", "wget", "-q", "-O-", "http://localhost:8080/"]\n'),
    }),
    findings: [],
  },
  {
    title: 'a probe of Kubernetes',
    files: files({
      'k8s/orders.yaml': deployment('          readinessProbe:\n            tcpSocket: { port: 8080 }\n'),
    }),
    findings: [],
  },
  {
    title: 'HEALTHCHECK in the Dockerfile',
    files: files({
      'compose.yaml': compose(),
      'services/orders/Dockerfile':
        'FROM node:24\nCOPY . .\nHEALTHCHECK CMD wget -q -O- http://localhost:8080/\nCMD ["node", "src/main.js"]\n',
    }),
    findings: [],
  },
  {
    title: 'an override that only adds a variable to a service with a healthcheck',
    files: files({
      'compose.yaml': compose('    healthcheck: { test: ["CMD", "true"] }\n'),
      'compose.override.yaml': 'services:\n  orders:\n    environment: { LOG: debug }\n',
    }),
    findings: [],
  },
  {
    title: 'an application of Spring with the actuator',
    files: {
      'compose.yaml': 'services:\n  accounts:\n    build: accounts\n',
      'accounts/Dockerfile': 'FROM eclipse-temurin:21\nADD target/app.jar /\nCMD ["java", "-jar", "/app.jar"]\n',
      'accounts/pom.xml': '<project><artifactId>spring-boot-starter-actuator</artifactId></project>\n',
      'accounts/src/main/java/App.java': 'class App {}\n',
    },
    findings: [],
  },
  {
    title: 'a service that nothing here deploys',
    files: files({ 'services/orders/Dockerfile': 'FROM node:24\nCOPY . .\nCMD ["node", "src/main.js"]\n' }),
    findings: [],
  },
  {
    title: 'a database',
    files: { ...files({}, '/health'), 'compose.yaml': `${compose()}  db:\n    image: postgres:17\n` },
    findings: [],
  },
] satisfies readonly Case[];
