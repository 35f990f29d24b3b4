import { describe, expect, it } from 'vitest';
import { edgesIn, folder, main, said, server, unitsIn, valuesIn } from './workspace.ts';

describe('compose over several files', () => {
  it('takes in files of any name, short and long', () => {
    const files = {
      ...folder('orders'),
      ...folder('pay'),
      'compose.yaml': 'include:\n  - infra/orders.yaml\n  - path: [pay/stack.yml]\n    env_file: x.env\n',
      'infra/orders.yaml': 'services: { orders: { build: ../orders, environment: { A: 1 } } }\n',
      'pay/stack.yml': 'services:\n  pay: { build: . }\n',
    };
    expect(said(files)).toEqual(['orders orders service', 'pay pay service']);
    expect(valuesIn(files, 'orders', 'A')).toEqual(['infra/orders.yaml=1']);
  });
  it('looks for who is meant by name where a manifest moved away from its Dockerfile and code', () => {
    const compose = (name: string) =>
      `services:\n  ${name}:\n    build: { context: . }\n    command: npm run dev\n    volumes: [".:/app"]\n    environment: { A: 1 }\n`;
    const files = { ...folder('apps/orders'), 'infra/compose.yaml': compose('orders') };
    expect(said(files)).toEqual(['orders apps/orders service']);
    expect(valuesIn(files, 'orders', 'A')).toEqual(['infra/compose.yaml=1']);
    expect(said({ ...folder('apps/orders'), 'infra/compose.yaml': compose('pay') })).toEqual([
      'orders apps/orders service',
    ]);
    const moved =
      'services:\n  orders: { build: { context: ., dockerfile: ./Dockerfile }, volumes: [".:/app"], command: npm start }\n';
    const root = { 'package.json': '{"private":true}', Dockerfile: 'FROM node:24\nCOPY . .\n' };
    expect(said({ ...folder('apps/orders'), ...root, 'infra/compose.yaml': moved })).toEqual([
      'orders apps/orders service',
    ]);
    const gone = 'services:\n  orders: { build: ../old/orders }\n  pay: { build: ../pay }\n';
    expect(said({ ...folder('apps/orders'), 'infra/compose.yaml': gone })).toEqual([
      'orders apps/orders service',
      'pay pay service',
    ]);
  });
  it('takes what only helps to write the code for no service', () => {
    const files = {
      ...folder('orders'),
      '.devcontainer/compose.yaml':
        'services:\n  dev: { build: { context: .., dockerfile: .devcontainer/Dockerfile }, command: sleep infinity }\n',
      '.devcontainer/Dockerfile': 'FROM node:24\nCOPY tools /tools\nCMD ["sleep", "infinity"]\n',
    };
    expect(said(files)).toEqual(['orders orders service']);
  });
  it('takes an image of others that is only given its settings for no service', () => {
    const compose = 'services:\n  maps: { build: { context: ., dockerfile: docker/maps.Dockerfile } }\n';
    const maps = (lines: string) => ({
      ...folder('orders'),
      'package.json': '{"private":true}',
      'compose.yaml': compose,
      'docker/maps.Dockerfile': `FROM registry.example.org/mapserver:2\n${lines}`,
    });
    expect(said(maps('COPY docker/web.xml /etc/maps/web.xml\n'))).toEqual(['orders orders service']);
    expect(said(maps('COPY docker/web.xml /etc/\nCOPY . .\n'))).toHaveLength(2);
    expect(said(maps('COPY docker/web.xml /etc/\nCMD ["node", "maps.js"]\n'))).toHaveLength(2);
  });
  it('takes no other list of services for compose', () => {
    const files = {
      ...folder('orders'),
      'kong.yml': '_format_version: "3.0"\nservices:\n  - name: pay\n    url: http://pay\n',
      'config/services.yaml': 'services:\n  App\\Mailer: { arguments: [] }\n',
    };
    expect(said(files)).toEqual(['orders orders service']);
  });
  it('follows extends to other files and through several steps; what only lends deploys nothing', () => {
    const files = {
      ...folder('orders'),
      'common.yml':
        'services:\n  base: { build: orders, environment: { A: 1, B: 2 }, env_file: [x.env] }\n  unused: { build: pay }\n',
      'x.env': 'C=3\n',
      'compose.yaml':
        'services:\n  orders: { extends: { service: mid }, environment: { A: 9 } }\n  mid: { extends: { file: common.yml, service: base }, environment: { D: 4 }, profiles: [never] }\n',
    };
    expect(said(files)).toEqual(['orders orders service']);
    expect(['A', 'B', 'C', 'D'].map((name) => valuesIn(files, 'orders', name)[0])).toEqual([
      'compose.yaml=9',
      'compose.yaml=2',
      'compose.yaml=3',
      'compose.yaml=4',
    ]);
  });
  it('reads paths of an extended service from its own file', () => {
    const files = {
      ...folder('services/orders'),
      'services/orders/service.yml': 'services:\n  base:\n    build: .\n',
      'deploy/compose.yaml': 'services: { o: { extends: { file: ../services/orders/service.yml, service: base } } }',
    };
    expect(said(files)).toEqual(['orders services/orders service']);
  });
  it('lays overrides over the plain file, and keeps production apart', () => {
    const files = {
      ...folder('orders'),
      'docker-compose.yml': 'services: { orders: { build: orders, environment: { A: 1, B: base } } }',
      'docker-compose.prod.yml': 'services: { orders: { image: registry/orders, environment: { A: 2 } } }',
      'docker-compose.override.yml': 'services: { orders: { environment: { B: dev } } }',
    };
    expect(said(files)).toEqual(['orders orders service']);
    expect(valuesIn(files, 'orders', 'A')).toEqual([
      'docker-compose.override.yml=1',
      'docker-compose.prod.yml=2',
      'docker-compose.yml=1',
    ]);
    expect(valuesIn(files, 'orders', 'B')).toEqual(['docker-compose.override.yml=dev', 'docker-compose.yml=base']);
  });
});

describe('a variable of which compose says only the name', () => {
  it('is taken from the file that compose is filled from', () => {
    const files = {
      ...folder('orders'),
      '.env': 'GIVEN=by the file\n',
      'compose.yaml': 'services: { orders: { build: orders, environment: [GIVEN, OPEN] } }',
    };
    expect(valuesIn(files, 'orders', 'GIVEN')).toContain('compose.yaml=by the file');
    expect(valuesIn(files, 'orders', 'OPEN')).toEqual(['compose.yaml=compose.yaml#OPEN']);
  });
});

describe('what compose builds', () => {
  it('from a folder that a variable names', () => {
    const files = {
      ...folder('orders'),
      ...folder('pay'),
      '.env': 'ORDERS_DIR=./orders\n',
      'compose.yaml':
        'services:\n  a: { build: "${ROOT:-.}/pay" }\n  b: { build: { context: "${ORDERS_DIR:?no folder}" } }\n  c: { build: "${NOBODY_SETS}/x" }\n',
    };
    expect(said(files)).toEqual(['orders orders service', 'pay pay service']);
  });
  it('from a Dockerfile inside the file', () => {
    const inline = (lines: string) => `    build:\n      context: .\n      dockerfile_inline: |\n${lines}`;
    const files = {
      ...folder('services/orders'),
      ...folder('services/pay'),
      'package.json': '{"workspaces":["services/*"]}',
      'compose.yaml': `services:\n  one:\n${inline('        FROM node:24\n        COPY . .\n        ENV A=1\n        WORKDIR /app/services/orders\n        CMD ["npm", "start"]\n')}  two:\n${inline('        FROM node:24\n        COPY . .\n        CMD ["node", "services/pay/src/main.js"]\n')}`,
    };
    expect(said(files)).toEqual(['orders services/orders service', 'pay services/pay service']);
    expect(unitsIn(files).containersOf('orders')[0]?.fact.build?.inline?.[0]).toMatchObject({ at: [6, 1] });
  });
  it('from a further context', () => {
    const files = {
      ...folder('services/orders'),
      'docker/Dockerfile': 'FROM node\nCOPY --from=app . .\nCMD ["node", "src/main.js"]\n',
      'compose.yaml':
        'services:\n  o: { build: { context: docker, additional_contexts: { app: ./services/orders } } }\n',
    };
    expect(said(files)).toEqual(['orders services/orders service']);
  });
  it('with an image that neither copies nor starts', () => {
    const files = {
      ...folder('orders'),
      'orders/Dockerfile': 'FROM node:24\nWORKDIR /app\n',
      'base/Dockerfile': 'FROM node:24\n',
      'compose.yaml': 'services:\n  orders: { build: orders, environment: { DB: x } }\n  base: { build: base }\n',
    };
    expect(said(files)).toEqual(['orders orders service']);
    expect(valuesIn(files, 'orders', 'DB')).toEqual(['compose.yaml=x']);
  });
  it('as several targets of one Dockerfile, and several commands of one root', () => {
    const files = {
      'package.json': server('shop', { scripts: { 'start:mail': 'ts-node apps/mail/main.ts' } }),
      'apps/orders/main.js': main,
      'apps/pay/main.js': main,
      'apps/mail/main.ts': main,
      Dockerfile:
        'FROM node AS base\nCOPY . .\nFROM base AS orders\nCMD ["node", "apps/orders/main.js"]\nFROM base AS pay\nCMD node apps/pay/main.js\n',
      'compose.yaml':
        'services:\n  a: { build: { context: ., target: orders } }\n  b: { build: { context: ., target: pay } }\n  c: { build: ., entrypoint: [sh, -c, "npm i && npm run start:mail"] }\n',
    };
    expect(said(files)).toEqual(['mail apps/mail service', 'orders apps/orders service', 'pay apps/pay service']);
  });
  it('with what anchors and fragments give', () => {
    const files = {
      ...folder('orders'),
      'compose.yaml':
        'x-app: &app\n  restart: always\n  environment: &env { A: 1 }\nservices:\n  orders:\n    <<: *app\n    build: ./orders\n    environment: { <<: *env, B: "${B:+set}", C: "${C-${D:-deep}}" }\n    profiles: [full]\n',
    };
    expect(['A', 'B', 'C'].map((name) => valuesIn(files, 'orders', name))).toEqual([
      ['compose.yaml=1'],
      [],
      ['compose.yaml=deep'],
    ]);
  });
  it('knows services by fixed addresses, and by the names that links give them', () => {
    const files = {
      ...folder('orders'),
      ...folder('pay'),
      'web/package.json': server('web'),
      'web/src/main.js':
        'fetch("http://172.21.0.11:3000/orders");\nfetch("http://till:3000/pay");\nfetch("http://store:3000/rows");\n',
      'compose.yaml':
        'services:\n  orders: { build: orders, networks: { back: { ipv4_address: 172.21.0.11 } } }\n  pay: { build: pay }\n  db: { image: postgres }\n  web: { build: web, links: ["pay:till", "db:store", orders] }\n',
    };
    expect(edgesIn(files)).toEqual(['web > orders sync http GET /orders', 'web > pay sync http GET /pay']);
    const other = { ...files, 'pay/src/main.js': 'fetch("http://till:3000/orders");\n' };
    expect(edgesIn(other).filter((edge) => edge.startsWith('pay'))).toEqual([]);
  });
});
