import { describe, expect, test } from 'vitest';
import { edgesIn, main, said } from './workspace.ts';

const serving = (port: string): string =>
  `const app = require('express')();\nconst port = process.env.${port};\napp.listen({ port });\n`;

/** One package, whose scripts start a server of its own folder and those in folders below. */
const one = (gateway: string) => ({
  'package.json': JSON.stringify({
    name: 'shop',
    scripts: {
      server: 'concurrently npm:server:*',
      'server:users': 'nodemon ./services/users/index.js',
      'server:roles': 'nodemon ./services/roles/index.js',
      'server:gateway': 'wait-on tcp:4001 && nodemon ./index.js',
    },
    dependencies: { express: '5' },
  }),
  '.env': 'USERS_AT=4001\nROLES_AT=4002\n',
  'models/user.js': 'module.exports = {};\n',
  'services/users/index.js': `require('../../models/user');\n${serving('USERS_AT')}`,
  'services/roles/index.js': `require('../../models/user');\n${serving('ROLES_AT')}`,
  'index.js': gateway,
});

describe('what scripts start', () => {
  test('at the root, beside services in folders below it', () => {
    expect(said(one(main))).toEqual(['roles services/roles service', 'shop . service', 'users services/users service']);
    expect(said(one('module.exports = 1;\n'))).toEqual([
      'roles services/roles service',
      'users services/users service',
    ]);
  });

  test('listens on the ports that its variables hold, and shares what lies at the root', () => {
    const calls = 'fetch("http://localhost:4001/a"); fetch(`http://localhost:${process.env.ROLES_AT}/b`);\n';
    const tree = one(`${main}${calls}`);
    expect(edgesIn(tree).map((edge) => edge.replace(/ sync.*/, ''))).toEqual(['shop > roles', 'shop > users']);
  });

  test('of a package, with no more than Node brings along', () => {
    const pay = JSON.stringify({ name: 'pay', scripts: { dev: 'nodemon index.ts' }, dependencies: { pg: '8' } });
    const file = (from: string) =>
      `import http from '${from}';\nconst server = http.createServer();\nserver.listen(3000);\n`;
    expect(said({ 'pay/package.json': pay, 'pay/index.ts': file('node:http') })).toEqual(['pay pay service']);
    expect(said({ 'pay/package.json': pay, 'pay/index.ts': file('./own') })).toEqual([]);
  });

  test('beside the server of a package: a worker of its own process', () => {
    const scripts = { start: 'node src/main.js', 'mail:worker': 'node src/worker.js', 'test:unit': 'node src/no.js' };
    const files = (name: string) => Array.from({ length: 3 }, (_, at) => [`orders/src/${name}${at}.js`, main] as const);
    const tree = {
      'orders/package.json': JSON.stringify({ name: 'orders', scripts, dependencies: { express: '5', bull: '4' } }),
      'orders/src/main.js': `import './a0.js'; import './a1.js'; import './a2.js';\n${main}`,
      ...Object.fromEntries(files('a')),
      'orders/src/worker.js': `import Queue from 'bull'; new Queue('mails').process(async () => {});\n`,
      'shop/package.json': JSON.stringify({
        name: 'shop',
        scripts: { start: 'node main.js' },
        dependencies: { bull: '4' },
      }),
      'shop/main.js': `import Queue from 'bull'; new Queue('mails').add({});\n`,
    };
    expect(edgesIn(tree)).toEqual(['shop > orders async bull bull:mails']);
  });
});
