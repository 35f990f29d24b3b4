import { defineReader, nameOf, nothing } from './reader.ts';
import { treeOfJson } from './tree/json.ts';
import { textAt } from './tree/tree.ts';

/** `cdk.json` says which program describes what runs: `npx ts-node --prefer-ts-exts bin/app.ts`. */
export const cdkReader = defineReader({
  id: 'cdk',
  version: 1,
  takes: (path) => nameOf(path) === 'cdk.json',
  read: ({ text }) => {
    const { tree } = treeOfJson(text);
    const words = textAt(tree, 'app')?.split(/[\s"']+/) ?? [];
    const entry = words.findLast((word) => /^(?!-)[\w./-]+\.[cm]?[jt]s$/.test(word));
    if (!tree || entry === undefined) return nothing;
    return { facts: [{ kind: 'cloud-app', entry: entry.replace(/^\.\//, ''), at: tree.at }], unreadable: [] };
  },
});
