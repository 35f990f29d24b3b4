import { describe, expect, test } from 'vitest';
import { edgesIn, folder, modelOf, said, unitsIn, type Tree } from './workspace.ts';

const service = (path: string, body: string): Tree => ({
  [`${path}/package.json`]: JSON.stringify({ scripts: { start: 'node src/main.js' }, dependencies: { express: '5' } }),
  [`${path}/src/main.js`]: `const app = require("express")();\n${body}\n`,
});
const orders = (path: string): Tree =>
  service(path, 'app.post("/orders", () => fetch("http://localhost:4001/stock")); app.listen(4000);');
const stock = (path: string): Tree => service(path, 'app.get("/stock", () => {}); app.listen(4001);');
const shop = (path: string): Tree => ({ ...orders(`${path}/orders`), ...stock(`${path}/stock`) });

const chapters: Tree = { ...shop('chapter 1'), ...shop('chapter 2') };
const apart = [
  'chapter 1-orders > chapter 1-stock sync http GET /stock',
  'chapter 2-orders > chapter 2-stock sync http GET /stock',
];

describe('systems that never meet', () => {
  test('show by services of the same names that nothing brings together, and call their own alone', () => {
    expect(edgesIn(chapters)).toEqual(apart);
  });

  test('may stand beside what has no copy', () => {
    const more = {
      ...chapters,
      ...service('chapter 3/billing', 'fetch("http://localhost:4001/stock"); app.listen(1);'),
    };
    expect(edgesIn(more)).toEqual(apart);
  });

  test('keep their databases apart, unless a public name says where it is', () => {
    const opening = (url: string): string => `require("mongoose").connect("${url}");`;
    const stores = (url: string) =>
      modelOf({
        ...chapters,
        ...service('chapter 1/mail', `${opening(url)} app.listen(1);`),
        ...service('chapter 2/mail', `${opening(url)} app.listen(1);`),
      }).stores.map(({ id, usedBy }) => `${id}: ${usedBy.join()}`);
    expect(stores('mongodb://localhost/mail')).toEqual([
      'mongo:localhost/mail (chapter 1): chapter 1-mail',
      'mongo:localhost/mail (chapter 2): chapter 2-mail',
    ]);
    expect(stores('mongodb://db.shop.example.com/mail')).toEqual([
      'mongo:db.shop.example.com/mail: chapter 1-mail,chapter 2-mail',
    ]);
  });

  test.each<readonly [string, Tree]>([
    ['a package above them is', { ...chapters, 'package.json': '{"private":true}' }],
    [
      'a deployment that runs services of both is',
      {
        ...chapters,
        'compose.yaml':
          'services:\n  a:\n    image: node:24\n    command: node src/main.js\n    volumes: ["./chapter 1/orders:/app"]\n    working_dir: /app\n  b:\n    image: node:24\n    command: node src/main.js\n    volumes: ["./chapter 2/orders:/app"]\n    working_dir: /app\n',
      },
    ],
    [
      'programs that are called by their roles alone are',
      {
        ...service('orders/api', 'app.get("/orders", () => {}); app.listen(4000);'),
        ...service('orders/worker', 'app.listen(4002);'),
        ...service('stock/api', 'app.get("/stock", () => fetch("http://localhost:4000/orders")); app.listen(4001);'),
        ...service('stock/worker', 'app.listen(4003);'),
      },
    ],
    [
      'folders that share one name are',
      {
        ...shop('services'),
        ...service('functions/orders', 'fetch("http://localhost:4001/stock"); app.listen(4005);'),
      },
    ],
  ])('%s one system', (_, files) => {
    const { services, systemOf } = unitsIn(files);
    expect(services.map(({ path }) => systemOf(path))).toEqual(services.map(() => ''));
  });
});

describe('names', () => {
  test('are made longer until no two services are called alike', () => {
    const names = ['a', 'b', 'c'].map((part) => folder(`${part}/apps/root`));
    expect(said(Object.assign({}, ...names)).map((line) => line.split(' ')[0])).toEqual([
      'a-apps-root',
      'b-apps-root',
      'c-apps-root',
    ]);
  });
});
