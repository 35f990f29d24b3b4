import { describe, expect, it } from 'vitest';
import { edgesIn, folder, main, said, server, unitsIn } from './workspace.ts';

const nxApp = (name: string, more: object = {}) =>
  JSON.stringify({
    name,
    projectType: 'application',
    targets: { build: { options: { main: `apps/${name}/src/main.ts` } } },
    ...more,
  });

describe('tools of workspaces', () => {
  it('images of a workspace of Nest that lies below the root, beside the gateway they all take in', () => {
    const project = (name: string) => ({
      type: 'application',
      root: `apps/${name}`,
      entryFile: 'main',
      sourceRoot: `apps/${name}/src`,
    });
    const imageOf = (name: string) =>
      `FROM node:24 AS base\nWORKDIR /srv/app\nCOPY services/ ./\nRUN yarn build ${name}\nFROM base AS run\nCOPY --from=base /srv/app/dist/apps/${name} .\nCMD ["node", "main.js"]\n`;
    const container = (name: string) =>
      `  ${name}service:\n    build: { context: ., dockerfile: ./deploy/${name}/Dockerfile }\n`;
    const files = {
      'services/package.json': server('shop', { scripts: { start: 'nest start' } }),
      'services/nest-cli.json': JSON.stringify({
        monorepo: true,
        projects: { user: project('user'), booking: project('booking') },
      }),
      'services/apps/user/src/main.ts': '',
      'services/apps/booking/src/main.ts': '',
      'deploy/user/Dockerfile': imageOf('user'),
      'deploy/booking/Dockerfile': imageOf('booking'),
      'services/nginx/Dockerfile': 'FROM nginx\nCOPY default.conf /etc/nginx/\n',
      'services/nginx/default.conf':
        'location /u { proxy_pass http://userservice:3000; }\nlocation /b { proxy_pass http://bookingservice:3000; }\n',
      'compose.yaml': `services:\n${container('user')}${container('booking')}  nginx: { build: ./services/nginx }\n`,
    };
    expect(said(files)).toEqual([
      'booking services/apps/booking service',
      'nginx services/nginx gateway',
      'user services/apps/user service',
    ]);
    expect(edgesIn(files)).toEqual(['nginx > booking sync http ANY /b', 'nginx > user sync http ANY /u']);
  });
  it('nest-cli projects', () => {
    const project = (type: string, root: string) => ({ type, root, sourceRoot: `${root}/src` });
    const files = {
      'package.json': server('shop', { scripts: { start: 'nest start' }, dependencies: { '@nestjs/core': '11' } }),
      'nest-cli.json': JSON.stringify({
        monorepo: true,
        projects: { orders: project('application', 'apps/orders'), common: project('library', 'libs/common') },
      }),
      'apps/orders/src/main.ts': main,
      'libs/common/src/index.ts': '',
    };
    expect(said(files)).toEqual(['orders apps/orders service']);
    expect(unitsIn(files).libraries.map(({ path }) => path)).toEqual(['libs/common']);
  });
  it('one image for many packages, which a build argument chooses among', () => {
    const app = (name: string) => ({
      [`apps/${name}/package.json`]: JSON.stringify({ name, scripts: { start: 'node src/main.js' } }),
      [`apps/${name}/src/main.js`]: "require('../../../common/server')().start();\n",
    });
    const files = {
      ...app('attic'),
      ...app('relay'),
      'apps/notes/package.json': JSON.stringify({ name: 'notes' }),
      'apps/notes/index.js': '',
      'common/package.json': server('common', { scripts: { test: 'mocha' } }),
      'common/server.js': "module.exports = () => require('express')();\n",
      'Dockerfile.app':
        'FROM node:24\nARG APP\nCOPY common /code/common\nCOPY apps/$APP /code/apps/$APP\nWORKDIR /code/apps/$APP\nCMD ["npm", "start"]\n',
    };
    const services = ['attic apps/attic service', 'relay apps/relay service'];
    expect(said(files)).toEqual(services);
    const inImage = (lines: string) => ({
      ...files,
      'Dockerfile.app': `FROM node:24\n${lines}\nCMD ["npm", "start"]\n`,
    });
    expect(said(inImage('ARG APP=attic\nCOPY . /repo\nWORKDIR /repo/apps/${APP}'))).toEqual(services);
    expect(said(inImage('ENV APP=attic\nCOPY apps/${APP} .'))).toEqual([]);
    expect(said(inImage('ARG APP\nCOPY settings/$APP .'))).toEqual([]);
    expect(
      said({
        ...inImage('ARG APP\nCOPY $APP .'),
        'loader/package.json': JSON.stringify({ scripts: { start: 'node index.js' } }),
        'loader/index.js': '',
      }),
    ).toEqual([]);
    const built = 'services:\n  relay:\n    build: { context: ., dockerfile: Dockerfile.app, args: { APP: relay } }\n';
    expect(said({ ...files, 'compose.yaml': built })).toEqual(['relay apps/relay service']);
  });
  it('Nx projects, and packages that Nx starts without a script', () => {
    const files = {
      'package.json': server('shop', { scripts: {}, workspaces: ['apps/*'] }),
      'apps/orders/project.json': nxApp('orders'),
      'apps/orders/src/main.ts': main,
      'apps/orders-e2e/project.json': nxApp('orders-e2e'),
      'apps/orders-e2e/src/main.ts': '',
      'apps/web/project.json': nxApp('web', { targets: { build: { executor: '@nx/vite:build' } } }),
      'apps/web/src/main.tsx': '',
      'apps/pay/package.json': server('@shop/pay', { scripts: {}, nx: { targets: { serve: {} } } }),
      'apps/pay/src/main.ts': main,
      'libs/money/project.json': JSON.stringify({ name: 'money', projectType: 'library' }),
      'libs/money/src/index.ts': '',
    };
    expect(said(files)).toEqual(['orders apps/orders service', 'pay apps/pay service']);
  });
  it('Nx projects that leave their entry to a bundler', () => {
    const app = (name: string) =>
      JSON.stringify({ name, projectType: 'application', sourceRoot: `apps/${name}/src`, targets: { serve: {} } });
    const files = {
      'package.json': server('shop', { scripts: { 'start:all': 'nx run-many --target=serve --all' } }),
      'apps/orders/project.json': app('orders'),
      'apps/orders/src/main.ts': main,
      'apps/orders-e2e/project.json': app('orders-e2e'),
      'apps/orders-e2e/src/orders.spec.ts': '',
    };
    expect(said(files)).toEqual(['orders apps/orders service']);
  });
  it('what an image builds with Nx, by argument or by name', () => {
    const files = {
      'package.json': server('shop', { scripts: {} }),
      'apps/orders/project.json': nxApp('orders'),
      'apps/orders/src/main.ts': main,
      'apps/worker/project.json': nxApp('worker'),
      'apps/worker/src/main.ts': main,
      Dockerfile:
        'FROM node AS b\nARG APP\nCOPY . .\nRUN npx nx build ${APP}\nFROM node\nARG APP\nCOPY --from=b /app/dist/apps/${APP} .\nCMD ["node", "main.js"]\n',
      'docker/backend.Dockerfile':
        'FROM node AS b\nCOPY . .\nRUN npm ci && npx nx run orders:build --prod\nFROM node\nCOPY --from=b /app/out .\nCMD ["node", "main.js"]\n',
      'compose.yaml':
        'services:\n  jobs: { build: { context: ., args: { APP: worker } } }\n  backend: { build: { context: ., dockerfile: docker/backend.Dockerfile } }\n',
    };
    expect(said(files)).toEqual(['orders apps/orders service', 'worker apps/worker service']);
    expect(unitsIn(files).containersOf('orders')[0]?.fact.name).toBe('backend');
  });
  it('what an image prunes or deploys with turbo or pnpm', () => {
    const files = {
      'package.json': '{"workspaces":["apps/*"]}',
      ...folder('apps/api', '@acme/api'),
      ...folder('apps/pay', '@acme/pay'),
      ...folder('apps/mail', '@acme/mail'),
      'docker/Dockerfile.api':
        'FROM node AS p\nCOPY . .\nRUN npx turbo prune @acme/api --docker\nFROM node\nCOPY --from=p /app/out/full .\nCMD ["node", "dist/main.js"]\n',
      Dockerfile:
        'FROM node AS b\nCOPY . .\nRUN pnpm deploy --filter=@acme/pay --prod /prod/one\nRUN pnpm deploy --filter ./apps/mail --prod /prod/two\nFROM node AS one\nCOPY --from=b /prod/one /app\nCMD ["node", "src/main.js"]\nFROM node AS two\nCOPY --from=b /prod/two /app\nCMD ["node", "src/main.js"]\n',
      'compose.yaml':
        'services:\n  backend: { build: { context: ., dockerfile: docker/Dockerfile.api } }\n  one: { build: { context: ., target: one } }\n  two: { build: { context: ., target: two } }\n',
    };
    expect(said(files)).toEqual(['api apps/api service', 'mail apps/mail service', 'pay apps/pay service']);
    expect(['api', 'pay', 'mail'].map((name) => unitsIn(files).containersOf(name)[0]?.fact.name)).toEqual([
      'backend',
      'one',
      'two',
    ]);
  });
  it('lerna and rush', () => {
    const files = {
      'lerna.json': '{"packages":["packages/*"]}',
      'rush.json': '{"projects":[{"packageName":"pay","projectFolder":"svc/pay"}]}',
      'package.json': '{"name":"root","scripts":{"start":"lerna run start --parallel"}}',
      ...folder('packages/orders'),
      ...folder('svc/pay'),
      'packages/common/package.json': '{"name":"common","main":"index.js"}',
      'packages/common/index.js': '',
    };
    expect(said(files)).toEqual(['orders packages/orders service', 'pay svc/pay service']);
  });
});

describe('scripts and process managers', () => {
  it('packages, however they are started', () => {
    const scripts = (dev: string) => server('x', { scripts: { dev } });
    const files = {
      'package.json': JSON.stringify({
        name: 'root',
        workspaces: ['services/*'],
        scripts: { dev: 'concurrently "npm run dev -w a" "npm:dev:b"', 'dev:b': 'npm run dev --prefix services/b' },
      }),
      'services/a/package.json': scripts('tsx watch src/main.ts'),
      'services/a/src/main.ts': main,
      'services/b/package.json': scripts('nodemon --exec "node -r ts-node/register src/server.ts"'),
      'services/b/src/server.ts': main,
      'services/c/package.json': scripts('cd src && node --watch api.js'),
      'services/c/src/api.js': main,
    };
    expect(said(files).map((line) => line.split(' ')[0])).toEqual(['a', 'b', 'c']);
    expect(unitsIn(files).entriesOf('b')).toEqual(['services/b/src/server.ts']);
    expect(unitsIn(files).entriesOf('c')).toEqual(['services/c/src/api.js']);
  });
  it('folders without a package that the root starts, each by itself', () => {
    const files = {
      'package.json': server('root', {
        scripts: {
          start: 'concurrently "node orders/index.js" "node --watch pay/index.js"',
          'seed:db': 'node seeds/index.js',
          stats: 'node tools/stats.js',
        },
      }),
      'orders/index.js': main,
      'pay/index.js': main,
      'seeds/index.js': main,
      'tools/stats.js': 'console.log(1)',
    };
    expect(said(files)).toEqual(['orders orders service', 'pay pay service']);
  });
  it('Procfile and pm2', () => {
    const code = { 'package.json': server('root', { scripts: {} }), 'orders/index.js': main, 'pay/index.js': main };
    const expected = ['orders orders service', 'pay pay service'];
    expect(
      said({ ...code, Procfile: 'web: node orders/index.js\nworker: cd pay && node index.js\nrelease: x\n' }),
    ).toEqual(expected);
    const pm2 = `module.exports = { apps: [
      { name: 'orders', script: './orders/index.js', env: { PORT: 3000 } },
      // { name: 'old', script: './old/index.js' },
      { name: 'pay', script: 'npm', args: 'run x', cwd: './pay' },
      { name: 'pay', script: 'index.js', cwd: './pay' } ] };`;
    expect(said({ ...code, 'ecosystem.config.js': pm2 })).toEqual(expected);
    expect(
      said({ ...code, 'pm2.json': '{"apps":[{"name":"a","script":"orders/index.js"},{"script":"pay/index.js"}]}' }),
    ).toEqual(expected);
  });
  it('a process at the root beside those in folders; where containers run those, it starts them all', () => {
    const app = (name: string, script: string) => ({ name, script });
    const apps = [app('gateway', './index.js'), app('orders', './services/orders/index.js')];
    const files = {
      'package.json': server('shop', { scripts: {} }),
      'index.js': main,
      'services/orders/index.js': main,
      'ecosystem.json': JSON.stringify({ apps }),
    };
    expect(said(files)).toEqual(['gateway . gateway', 'orders services/orders service']);
    const image = { 'services/orders/Dockerfile': 'FROM node:24\nCOPY . .\nCMD ["node", "index.js"]\n' };
    const composed = { ...files, ...image, 'compose.yaml': 'services:\n  orders: { build: services/orders }\n' };
    expect(said(composed)).toEqual(['orders services/orders service']);
  });
  it('a script that the image starts', () => {
    const files = {
      ...folder('shop'),
      'shop/src/worker.js': '',
      'shop/bin/api.sh': '#!/bin/sh\nnpm run migrate\nexec node src/main.js "$@"\n',
      'shop/bin/worker.sh': 'set -e\n# node src/main.js\nexec node \\\n  src/worker.js\n',
      'compose.yaml':
        'services:\n  api: { build: shop, entrypoint: [/app/bin/api.sh] }\n  worker: { build: shop, entrypoint: /app/bin/worker.sh }\n',
    };
    expect(said(files)).toEqual(['api shop service', 'worker shop service']);
    expect(unitsIn(files).entriesOf('worker')).toEqual(['shop/src/worker.js']);
  });
});

describe('functions', () => {
  const handler = 'exports.handler = async () => ({ statusCode: 200 });\n';
  it('of the Serverless Framework are one service, with the environment they share', () => {
    const files = {
      'orders/package.json': '{"name":"orders","scripts":{"deploy":"sls deploy"}}',
      'orders/serverless.yml':
        'service: orders\nprovider: { name: aws, environment: { PAY_URL: "http://pay", STAGE: "${opt:stage}" } }\nfunctions:\n  create: { handler: src/create.handler, events: [{ http: { path: orders, method: post } }] }\n  read: { handler: src/read.handler }\n',
      'orders/src/create.js': handler,
      'orders/src/read.js': handler,
      'plugin/serverless.yml': 'service: x\nprovider: { name: aws }\n',
    };
    expect(said(files)).toEqual(['orders orders service']);
    expect(unitsIn(files).environmentOf('orders').names()).toEqual(['PAY_URL']);
  });
  it('of a SAM template are one service for each folder of code', () => {
    const resource = (name: string, code: string) =>
      `  ${name}:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: ${code}, Handler: app.handler }\n`;
    const files = {
      'template.yaml': `Transform: AWS::Serverless-2016-10-31\nResources:\n${resource('Create', 'orders/')}${resource('Read', 'orders/')}${resource('Pay', 'pay')}`,
      'orders/app.js': handler,
      'pay/app.js': handler,
    };
    expect(said(files)).toEqual(['orders orders service', 'pay pay service']);
  });
});
