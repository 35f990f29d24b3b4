import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Fault } from '../../../src/lint/kit.ts';
import { answersOf, born, workspace } from '../scaffold/born.ts';

/** Text by path. */
export type Tree = Readonly<Record<string, string>>;

const fixtures = join(import.meta.dirname, '../../../fixtures/workspaces');

/** The workspaces that faults are put into, each of them clean. */
export async function cleanWorkspaces(): Promise<Readonly<Record<Fault['in'], Tree>>> {
  return {
    generated: await generated(),
    nest: treeOf(join(fixtures, 'nest')),
    express: treeOf(join(fixtures, 'express')),
  };
}

/** Orders are placed, payments hears of them and charges, shipping hears of payments and asks orders. */
async function generated(): Promise<Tree> {
  const texts = new Map<string, string>();
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
  const services = ['orders', 'payments', 'shipping'].map((name, index) => ({
    name,
    path: `services/${name}`,
    contexts: [name],
    number: index + 1,
  }));
  const shop = { ...workspace, services };
  const write = (name: string, aggregate: string, more: Parameters<typeof answersOf>[1]) =>
    born(texts, 'service', answersOf(name, { aggregate, ...more }), shop);
  await write('orders', 'Order', { publishes: ['OrderPlaced'] });
  await write('payments', 'Payment', { publishes: ['PaymentCaptured'], consumes: ['orders.v1.OrderPlaced'] });
  await write('shipping', 'Parcel', {
    publishes: ['ParcelSent'],
    consumes: ['payments.v1.PaymentCaptured'],
    calls: ['orders'],
  });
  return Object.fromEntries(texts);
}

function treeOf(folder: string): Tree {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')];
      }),
  );
}

/** The workspace with the fault in it. Texts to replace stand there exactly once, or the fault is not what it says. */
export function withFault(tree: Tree, { edits }: Fault): Tree {
  const changed: Record<string, string> = { ...tree };
  for (const [path, edit] of Object.entries(edits)) {
    if (edit === null) delete changed[path];
    else changed[path] = typeof edit === 'string' ? edit : replaced(path, tree[path], edit);
  }
  return changed;
}

function replaced(path: string, text: string | undefined, edits: readonly (readonly [string, string])[]): string {
  if (text === undefined) throw new Error(`there is no ${path}`);
  let now = text;
  for (const [from, to] of edits) {
    if (now.split(from).length !== 2) throw new Error(`${path} holds ${now.split(from).length - 1} times: ${from}`);
    now = now.replace(from, () => to);
  }
  return now;
}
