import { describe, expect, test } from 'vitest';
import { modelOf } from '../rules/workspace.ts';

const manifest =
  '{ "name": "orders", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0" } }';
const main =
  "import express from 'express';\nimport { helper } from '../../../common/stop.js';\n\nexpress().listen(8080);\n";
const files = (more: Readonly<Record<string, string>>) =>
  modelOf({
    'compose.yaml': 'services:\n  orders:\n    build: services/orders\n',
    'services/orders/package.json': manifest,
    'services/orders/src/main.js': main,
    'common/stop.js': "export function helper() {\n  process.on('SIGTERM', () => {});\n}\n",
    ...more,
  });
const traits = (more: Readonly<Record<string, string>>) => files(more).traits[0];

describe('traits of a service', () => {
  test('a helper of a library counts where it is called', () => {
    expect(traits({})?.endings).toEqual([]);
    expect(traits({ 'services/orders/src/main.js': `${main}helper();\n` })?.endings).toMatchObject([
      { by: 'SIGTERM', at: { file: 'common/stop.js', line: 2 } },
    ]);
  });

  test('what is loaded before the program is found in commands, scripts that are run, and NODE_OPTIONS', () => {
    const docker = (command: string) => ({ 'services/orders/Dockerfile': `FROM node:24\nCOPY . .\nCMD ${command}\n` });
    const script = { 'services/orders/package.json': manifest.replace('node src', 'node --import ./otel.js src') };
    const names = (more: Readonly<Record<string, string>>) => traits(more)?.preloads.map(({ name }) => name);
    expect(names(docker('["node", "-r", "dd-trace/init", "src/main.js"]'))).toEqual(['dd-trace/init']);
    expect(names({ ...script, ...docker('["npm", "start"]') })).toEqual(['./otel.js']);
    expect(names({ ...script, ...docker('["node", "src/main.js"]') })).toEqual([]);
  });

  test('code of another language is known by its words alone', () => {
    const foreign = files({
      'compose.yaml': 'services:\n  mails:\n    build: mails\n',
      'mails/Dockerfile': 'FROM python:3.13\nCOPY . .\nCMD ["python", "app.py"]\n',
      'mails/app.py': "@app.route('/health')\ndef health(): return 'ok'\n",
    }).traits.find(({ service }) => service === 'mails');
    expect(foreign).toMatchObject({ code: 'foreign', marks: ['foreign-code', 'health'] });
  });
});

describe('containers', () => {
  const deployment = (more: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders }
spec:
  template:
    spec:
      containers:
        - name: orders
          image: shop/orders:1.0
${more}`;

  test('an overlay keeps the probes of its base', () => {
    const { containers } = files({
      'compose.yaml': '',
      'k8s/base/orders.yaml': deployment('          livenessProbe:\n            httpGet: { path: /live, port: 1 }\n'),
      'k8s/base/kustomization.yaml': 'resources: [orders.yaml]\n',
      'k8s/prod/kustomization.yaml': 'resources: [../base]\npatches:\n  - path: more.yaml\n',
      'k8s/prod/more.yaml': deployment('').replace('          image: shop/orders:1.0\n', ''),
    }).deployment;
    const probed = containers.filter(({ service, image }) => service === 'orders' && image);
    expect(probed.length).toBeGreaterThan(0);
    expect(probed.every(({ probes }) => probes[0]?.check === 'GET /live')).toBe(true);
  });

  test('a helper of a chart that prints whole keys leaves its container open', () => {
    const chart = (line: string) =>
      files({
        'compose.yaml': '',
        'chart/Chart.yaml': 'apiVersion: v2\nname: orders\nversion: 1.0.0\n',
        'chart/templates/orders.yaml': deployment(line),
      }).deployment.containers.map(({ isOpen }) => isOpen);
    expect(chart('          {{- include "shop.probes" . | nindent 10 }}\n')).toEqual([true]);
    expect(chart('      {{- include "shop.pod" . | nindent 6 }}\n')).toEqual([false]);
  });
});
