import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { mergeYaml } from '../../../../src/scaffold/merge/yaml.ts';

const text = (lines: TemplateStringsArray) => (lines[0] ?? '').replace(/^\n/, '').replace(/ +$/, '');

const billing = text`
services:
  billing:
    # made for billing
    build: { context: ., dockerfile: services/billing/Dockerfile }
    environment:
      BILLING_DATABASE_URL: postgres://billing:\${BILLING_PASSWORD}@postgres/billing
    ports: ['50052:50051']
`;

/** Every line that stood there stands there still, in the same order. */
function expectKept(before: string, after: string) {
  const lines = after.split('\n');
  let from = 0;
  for (const line of before.split('\n').filter((each) => each !== '')) {
    const at = lines.indexOf(line, from);
    expect(at, `lost or moved: ${line}`).toBeGreaterThanOrEqual(from);
    from = at + 1;
  }
}

describe('mergeYaml', () => {
  test('items of a list that have names are told apart by them, as containers are', () => {
    const before = text`
containers:
  - name: migrate
    image: shop/orders
  # the service
  - name: orders
    image: shop/orders
    env:
      - name: BROKER_URL
        valueFrom: { secretKeyRef: { name: other, key: BROKER_URL } }
    ports: [{ name: grpc, containerPort: 50051 }]
`;
    const fragment = text`
containers:
  - name: orders
    env:
      # from elsewhere
      - name: CRM_TOKEN
        value: none
      - name: BROKER_URL
        valueFrom: { secretKeyRef: { name: orders, key: BROKER_URL } }
  - name: proxy
    image: envoy
`;
    const after = mergeYaml(before, fragment);
    expectKept(before, after);
    expect(after).toContain('      # from elsewhere\n      - name: CRM_TOKEN\n        value: none\n    ports:');
    const { containers } = parse(after);
    expect(containers.map(({ name }: { name: string }) => name)).toEqual(['migrate', 'orders', 'proxy']);
    expect(containers[1].env).toEqual([
      { name: 'BROKER_URL', valueFrom: { secretKeyRef: { name: 'other', key: 'BROKER_URL' } } },
      { name: 'CRM_TOKEN', value: 'none' },
    ]);
    expect(mergeYaml(after, fragment)).toBe(after);
  });

  test('a hand-edited compose file keeps comments, anchors, order, quotes and odd spacing', () => {
    const before = text`
# Our compose file.   Ask Ann before touching it.
x-restart: &restart
    restart:   unless-stopped   # three spaces on purpose

volumes:
    data: {}

services:
    # the database first
    postgres:
        image: "postgres:18"
        <<: *restart
        command: >
            postgres
            -c max_connections=300

    orders:
        <<: *restart
        build: .
        environment:
        -   A=1
        # TODO: second replica

    # (no more services below)

networks:
    default: { name: shop }
`;
    const after = mergeYaml(before, billing);
    expectKept(before, after);
    expect(after).toMatchInlineSnapshot(`
      "# Our compose file.   Ask Ann before touching it.
      x-restart: &restart
          restart:   unless-stopped   # three spaces on purpose

      volumes:
          data: {}

      services:
          # the database first
          postgres:
              image: "postgres:18"
              <<: *restart
              command: >
                  postgres
                  -c max_connections=300

          orders:
              <<: *restart
              build: .
              environment:
              -   A=1
              # TODO: second replica

          # (no more services below)

          billing:
              # made for billing
              build: { context: ., dockerfile: services/billing/Dockerfile }
              environment:
                  BILLING_DATABASE_URL: postgres://billing:\${BILLING_PASSWORD}@postgres/billing
              ports: [ '50052:50051' ]

      networks:
          default: { name: shop }
      "
    `);
    expect(parse(after).services.billing.ports).toEqual(['50052:50051']);
    expect(mergeYaml(after, billing)).toBe(after);
  });

  test('an empty file, an empty map and an empty value take the addition', () => {
    expect(mergeYaml('', 'a:\n  b: 1\n')).toBe('a:\n  b: 1\n');
    expect(mergeYaml('# only a remark\n', 'a: 1\n')).toBe('# only a remark\na: 1\n');
    expect(mergeYaml('a: {}\nz: 1\n', 'a:\n  b: 1\n')).toBe('a:\n  b: 1\nz: 1\n');
    expect(mergeYaml('a: # none yet\nz: 1\n', 'a:\n  b: 1\n')).toBe('a: # none yet\n  b: 1\nz: 1\n');
    expect(mergeYaml('a: []\nz: 1\n', 'a:\n  - b\n')).toBe('a:\n  - b\nz: 1\n');
    expect(mergeYaml('a:\n  x: {}\n', 'a:\n  x:\n    c: 1\n')).toBe('a:\n  x:\n    c: 1\n');
  });

  test('lists grow by what they lack, in their own style', () => {
    expect(mergeYaml('a: [x, y]\n', 'a: [y, z]\n')).toBe('a: [x, y, z]\n');
    expect(mergeYaml('a:\n- x # first\n', 'a: [y]\n')).toBe('a:\n- x # first\n- y\n');
    expect(mergeYaml('a:\n  - x: 1\n    y: 2\n\n  - x: 3\n', 'a:\n  - x: 4\n    y: 5\n')).toBe(
      'a:\n  - x: 1\n    y: 2\n\n  - x: 3\n\n  - x: 4\n    y: 5\n',
    );
    expect(mergeYaml('a: { x: 1 }\n', 'a: { y: 2 }\n')).toBe('a: { x: 1, y: 2 }\n');
  });

  test('a value set by hand wins over the addition', () => {
    expect(mergeYaml('a: 2\n', 'a: 1\n')).toBe('a: 2\n');
    expect(mergeYaml('a: off\n', 'a:\n  b: 1\n')).toBe('a: off\n');
  });

  test('block scalars, missing last newline and nested additions', () => {
    expect(mergeYaml('a: |\n  x\n  y', 'b: 1\n')).toBe('a: |\n  x\n  y\nb: 1');
    expect(mergeYaml('j:\n  one:\n    steps: []\n  two: 2\n', 'j:\n  one:\n    needs: [x]\n  three: 3\n')).toBe(
      'j:\n  one:\n    steps: []\n    needs: [x]\n  two: 2\n  three: 3\n'.replace('[x]', '[ x ]'),
    );
  });

  test('what ends in one place is added from the inside out', () => {
    expect(
      mergeYaml('s:\n  d:\n    env:\n      A: 1\nv: 1\n', 's:\n  d:\n    env:\n      B: 2\n    x: 1\n  e: 3\n'),
    ).toBe('s:\n  d:\n    env:\n      A: 1\n      B: 2\n    x: 1\n  e: 3\nv: 1\n');
  });

  test('blank lines between entries are continued', () => {
    expect(mergeYaml('s:\n  a: 1\n\n  b: 2\n\nt: 1\n', 's:\n  c: 3\n')).toBe(
      's:\n  a: 1\n\n  b: 2\n\n  c: 3\n\nt: 1\n',
    );
  });

  test('a shared alias and broken text are refused, with the place', () => {
    expect(() => mergeYaml('x: &e { A: 1 }\nenv: *e\n', 'env: { B: 2 }\n')).toThrow('env is the alias *e');
    expect(() => mergeYaml('a: [1\nb: 2\n', 'c: 1\n')).toThrow(/broken YAML in line \d/);
  });
});
