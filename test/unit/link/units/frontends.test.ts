import { describe, expect, test } from 'vitest';
import { edgesIn, folder, image, said, type Tree } from './workspace.ts';

const page = 'export default function Page() { fetch(process.env.NEXT_PUBLIC_ORDERS_URL + "/orders"); return null; }\n';
const front = (path: string, library: string, scripts: object, more: object = {}): Tree => ({
  [`${path}/package.json`]: JSON.stringify({ name: path, scripts, dependencies: { [library]: '1' }, ...more }),
  [`${path}/src/index.tsx`]: page,
});
const next = { dev: 'next dev --turbopack -p 3001', build: 'next build', start: 'next start' };
const orders: Tree = {
  'orders/package.json': JSON.stringify({ scripts: { start: 'node src/main.js' }, dependencies: { express: '5' } }),
  'orders/src/main.js': 'const app = require("express")(); app.get("/orders", () => {}); app.listen(3000);\n',
};
const deployed: Tree = { ...orders, 'orders/Dockerfile': image };
const frontends = (files: Tree) => said(files).filter((line) => !line.startsWith('orders '));

describe('front ends that no manifest deploys', () => {
  test('are services beside services that scripts start', () => {
    const files = { ...orders, ...front('web', 'next', next) };
    expect(said(files)).toEqual(['orders orders service', 'web web frontend']);
    expect(edgesIn(files)).toEqual(['web > orders sync http GET /orders']);
  });

  test.each([
    ['Vite', 'react', { dev: 'vite', build: 'tsc -b && vite build' }],
    ['Create React App', 'react', { start: 'cross-env PORT=3001 react-scripts start' }],
    ['Angular', '@angular/core', { start: 'ng serve', build: 'ng build' }],
    ['Nuxt', 'nuxt', { dev: 'nuxt dev', build: 'nuxt build' }],
    ['Vue', 'vue', { serve: 'vue-cli-service serve' }],
    ['SvelteKit', '@sveltejs/kit', { dev: 'vite dev' }],
    ['Remix', '@remix-run/node', { start: 'remix-serve ./build/server/index.js', dev: 'remix vite:dev' }],
  ])('of %s', (_, library, scripts) => {
    expect(frontends({ ...orders, ...front('web', library, scripts) })).toEqual(['web web frontend']);
  });

  test('render on a server of their own also where the other services are deployed; pages alone do not', () => {
    const files = {
      ...deployed,
      ...front('apps/shop', 'next', next),
      ...front('apps/old', 'react', { start: 'react-scripts start' }),
    };
    expect(frontends(files)).toEqual(['shop apps/shop frontend']);
  });

  test('count where one service of several has an image', () => {
    const files = {
      ...folder('orders'),
      ...folder('pay'),
      ...folder('auth'),
      'auth/Dockerfile': image,
      ...front('web', 'react', { dev: 'vite' }),
    };
    expect(frontends(files)).toContain('web web frontend');
    expect(frontends({ ...files, 'pay/Dockerfile': image })).not.toContain('web web frontend');
  });

  test('are none beside others that are deployed: these are left over', () => {
    const files = {
      ...deployed,
      ...front('web', 'next', next),
      'web/Dockerfile': image,
      ...front('old', 'next', next),
    };
    expect(frontends(files)).toEqual(['web web frontend']);
  });

  test('of Nx are told by what their entry starts, or by their framework', () => {
    const project = (path: string, main: string, text: string): Tree => ({
      [`${path}/project.json`]: JSON.stringify({
        name: path.slice(path.lastIndexOf('/') + 1),
        projectType: 'application',
        sourceRoot: `${path}/src`,
        targets: { build: { options: { main: `${path}/src/${main}` } } },
      }),
      [`${path}/src/${main}`]: text,
    });
    const files = {
      'nx.json': '{}',
      'package.json': JSON.stringify({ dependencies: { express: '5', '@angular/core': '19', next: '15' } }),
      ...project('apps/orders', 'main.ts', 'import express from "express";\nexpress().listen(3000);\n'),
      ...project(
        'apps/shop',
        'main.ts',
        'import { bootstrapApplication } from "@angular/platform-browser";\nbootstrapApplication(App);\n',
      ),
      ...project('apps/admin', 'main.tsx', 'import { createRoot } from "react-dom/client";\ncreateRoot(x);\n'),
      ...project('apps/site', 'index.ts', 'export default 1;\n'),
      'apps/site/next.config.js': 'module.exports = {};\n',
      ...project('apps/shop-e2e', 'main.ts', 'import "@angular/platform-browser";\n'),
    };
    expect(frontends(files)).toEqual([
      'admin apps/admin frontend',
      'shop apps/shop frontend',
      'site apps/site frontend',
    ]);
    expect(said(files)).toContain('orders apps/orders service');
  });

  test('are what Nx starts because it finds settings, in packages without scripts', () => {
    const site = { ...front('apps/site', 'next', {}), 'apps/site/next.config.js': 'module.exports = {};\n' };
    expect(frontends({ ...orders, ...site })).toEqual([]);
    expect(frontends({ ...orders, ...site, 'nx.json': '{}' })).toEqual(['site apps/site frontend']);
  });

  test('are none where nothing else runs', () => {
    expect(said(front('web', 'next', next))).toEqual([]);
  });

  test('are not what shows parts, documents and examples, what others install, nor what runs on a phone', () => {
    const files = {
      ...orders,
      ...front('packages/ui', 'react', { dev: 'vite', build: 'vite build' }),
      ...front('packages/widgets', 'react', { dev: 'vite' }, { exports: { '.': './src/index.tsx' } }),
      ...front('packages/tokens', 'react', { build: 'rollup -c', dev: 'storybook dev -p 6006' }),
      ...front('apps/docs', 'next', next),
      ...front('apps/handbook', 'next', next, { devDependencies: { nextra: '3' } }),
      ...front('apps/storybook', 'react', { dev: 'vite' }),
      ...front('examples/next', 'next', next),
      ...front('apps/phone', 'react', { start: 'expo start', build: 'vite build' }, { dependencies: { expo: '52' } }),
      ...folder('pay'),
    };
    expect(frontends(files)).toEqual(['pay pay service']);
  });
});
