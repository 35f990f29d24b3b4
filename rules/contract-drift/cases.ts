import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string => `{ "name": "${name}", "scripts": { "start": "node src/main.js" } }`;
const services = {
  'services/orders/package.json': manifest('orders'),
  'services/stock/package.json': manifest('stock'),
};

type Parts = { readonly of?: string; readonly request?: string; readonly service?: string; readonly more?: string };

const proto = ({
  of = 'stock.v1',
  request = 'string sku = 1;\n  int32 count = 2;',
  service,
  more = '',
}: Parts): string =>
  `syntax = "proto3";
${of === '' ? '' : `\npackage ${of};\n`}
${service ?? 'service Stock {\n  rpc Reserve(ReserveRequest) returns (ReserveResponse);\n}'}

message ReserveRequest {
  ${request}
}

message ReserveResponse {
  bool reserved = 1;
}
${more}`;

const both = (one: Parts, other: Parts) => ({
  ...services,
  'services/orders/proto/stock.proto': proto(one),
  'services/stock/proto/stock.proto': proto(other),
});
const drift = (what: string, line: number, name = 'stock.v1') =>
  [
    {
      severity: 'error',
      message: `Two copies of ${name} disagree: ${what}`,
      at: `services/orders/proto/stock.proto:${line}`,
    },
  ] as const;

const state = (paid: number) => ({ more: `\nenum State {\n  NONE = 0;\n  PAID = ${paid};\n}\n` });

export default [
  {
    title: 'a field whose number moved in one copy',
    page: true,
    files: both({}, { request: 'string sku = 1;\n  string warehouse = 2;\n  int32 count = 3;' }),
    findings: drift('ReserveRequest.count has number 2 here and 3 there', 11),
  },
  {
    title: 'a field that only one copy has yet, and comments',
    page: true,
    files: both({}, { request: '// The article.\n  string sku = 1;\n  int32 count = 2;\n  string warehouse = 3;' }),
    findings: [],
  },
  {
    title: 'a field of another type',
    files: both({}, { request: 'string sku = 1;\n  string count = 2;' }),
    findings: drift('ReserveRequest.count is int32 here and string there', 11),
  },
  {
    title: 'a list where the other copy has one value',
    files: both({}, { request: 'repeated string sku = 1;\n  int32 count = 2;' }),
    findings: drift('ReserveRequest.sku is one value here and a list there', 10),
  },
  {
    title: 'a number that stands for another field',
    files: both({}, { request: 'string sku = 1;\n  string pallet = 2;' }),
    findings: drift('ReserveRequest.count has number 2, which is pallet there', 11),
  },
  {
    title: 'a field that is only called something else',
    files: both({}, { request: 'string sku = 1;\n  int32 pallets = 2;' }),
    findings: drift('ReserveRequest.count has number 2, which is pallets there', 11).map((one) => ({
      ...one,
      severity: 'warning',
    })),
  },
  {
    title: 'an RPC that answers something else',
    files: both({}, { service: 'service Stock {\n  rpc Reserve(ReserveRequest) returns (stream ReserveResponse);\n}' }),
    findings: drift('Stock/Reserve streams none here and response there', 6),
  },
  {
    title: 'an enum whose number moved',
    files: both(state(1), state(2)),
    findings: drift('State.PAID is 1 here and 2 there', 20),
  },
  {
    title: 'types of one wire format, and names written in full',
    files: both(
      { request: 'string sku = 1;\n  int32 count = 2;\n  State state = 3;', ...state(1) },
      { request: 'bytes sku = 1;\n  int64 count = 2 [deprecated = true];\n  .stock.v1.State state = 3;', ...state(1) },
    ),
    findings: [],
  },
  {
    title: 'two versions of one contract',
    files: both({}, { of: 'stock.v2', request: 'int32 count = 1;' }),
    findings: [],
  },
  {
    title: 'copies without a package that serve the same service',
    files: both({ of: '' }, { of: '', request: 'string sku = 2;\n  int32 count = 1;' }),
    findings: drift('ReserveRequest.sku has number 1 here and 2 there, and 1 more', 8, 'Stock'),
  },
  {
    title: 'different contracts without a package that share a message’s name',
    files: {
      ...services,
      'services/orders/proto/orders.proto': 'syntax = "proto3";\nmessage Empty {}\nmessage Item { string sku = 1; }\n',
      'services/stock/proto/stock.proto': 'syntax = "proto3";\nmessage Empty {}\nmessage Item { int32 id = 1; }\n',
    },
    findings: [],
  },
  {
    title: 'copies of two systems that never meet',
    files: Object.fromEntries(
      ['chapter-1', 'chapter-2'].flatMap((chapter, index) => [
        ...['stock', 'orders'].map((name) => [
          `${chapter}/services/${name}/package.json`,
          `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5" } }`,
        ]),
        [`${chapter}/services/stock/src/main.js`, 'require("express")().listen(3000);'],
        [`${chapter}/services/orders/src/main.js`, 'require("express")().listen(3001);'],
        [`${chapter}/services/stock/stock.proto`, proto(index === 0 ? {} : { request: 'int32 count = 1;' })],
      ]),
    ),
    findings: [],
  },
] satisfies readonly Case[];
