import { gatherFacts } from '../../../../src/cli/facts.ts';
import { nowhere } from '../../../../src/files/keep.ts';
import { memoryFiles } from '../../../../src/files/memory.ts';
import { factIndexOf } from '../../../../src/link/facts.ts';
import { link } from '../../../../src/link/link.ts';
import { unitsOf } from '../../../../src/link/units/index.ts';
import { noConfig, type ConfigFact } from '../../../../src/model/fact/config.ts';

/** The files of a small workspace, by path. */
export type Tree = Readonly<Record<string, string>>;

const factsOf = (files: Tree) => gatherFacts(memoryFiles({ ...files }), nowhere);
export const unitsIn = (files: Tree, config: Partial<ConfigFact> = {}) =>
  unitsOf(factIndexOf(factsOf(files)), { ...noConfig, ...config });
export const modelOf = (files: Tree) => link(factsOf(files), { name: 'shop', config: noConfig });

/** `orders apps/orders service` for each service. */
export const said = (files: Tree) =>
  unitsIn(files).services.map(({ name, path, kind }) => `${name} ${path || '.'} ${kind}`);
/** `gateway > orders sync http ANY /orders` for each edge that is no import. */
export const edgesIn = (files: Tree) =>
  modelOf(files)
    .edges.filter(({ kind }) => kind !== 'import')
    .map(({ from, to, kind, protocol, operation }) => `${from} > ${to} ${kind} ${protocol} ${operation ?? ''}`.trim());
/** `compose.yaml=1` for each value of a variable. */
export const valuesIn = (files: Tree, service: string, name: string) =>
  unitsIn(files)
    .environmentOf(service)
    .valuesOf(name)
    .map(({ deployment, value, reference }) => `${deployment}=${value ?? reference ?? ''}`);

export const server = (name: string, more: object = {}) =>
  JSON.stringify({ name, scripts: { start: 'node src/main.js' }, dependencies: { express: '5' }, ...more });
export const main = 'require("express")().listen(3000);\n';
export const image = 'FROM node:24\nCOPY . .\nCMD ["node", "src/main.js"]\n';
/** A package that serves. */
export const folder = (path: string, name = path.slice(path.lastIndexOf('/') + 1)): Tree => ({
  [`${path}/package.json`]: server(name),
  [`${path}/src/main.js`]: main,
});
