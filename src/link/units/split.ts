import { folderOf } from '../../model/paths.ts';

/** `apps/orders/main.js` and `apps/pay/main.js` lie in folders of their own; `src/api.js` and `src/worker.js` share theirs. */
export function ownFoldersOf(entries: readonly string[]): ReadonlyMap<string, string> {
  const paths = entries.map((entry) => folderOf(entry).split('/'));
  const [first = []] = paths;
  const different = first.findIndex((part, index) => paths.some((path) => path[index] !== part));
  const shared = different < 0 ? first.length : different;
  const isApart = paths.every((path) => path.length > shared && !path.slice(0, shared + 1).includes('src'));
  const owns = entries.map((entry, index) => [entry, (paths[index] ?? []).slice(0, shared + 1).join('/')] as const);
  return isApart && new Set(owns.map(([, folder]) => folder)).size === owns.length ? new Map(owns) : new Map();
}
