import type { ContainerFact } from '../model/fact/infrastructure.ts';
import { wordsOf } from '../model/words.ts';
import { emptyContainer } from '../model/fact/empty-container.ts';
import { defineReader, given, nameOf } from './reader.ts';
import { below, itemsOf, textAt, textsOf, type Tree } from './tree/tree.ts';
import { treesOfYaml } from './tree/yaml.ts';

/** Dapr's multi-app run: processes by their application ids, each in a folder. */
export const daprReader = defineReader({
  id: 'dapr',
  version: 1,
  takes: (path) => /^dapr(?:[.-][\w-]+)?\.ya?ml$/.test(nameOf(path)),
  read: ({ text }) => {
    const { documents, unreadable } = treesOfYaml(text);
    return { facts: documents.flatMap((tree) => itemsOf(below(tree, 'apps')).flatMap(appOf)), unreadable };
  },
});

function appOf(app: Tree): readonly ContainerFact[] {
  const folder = textAt(app, 'appDirPath');
  const name = textAt(app, 'appID') ?? folder?.replace(/\/+$/, '').split('/').at(-1);
  if (name === undefined || folder === undefined) return [];
  const listed = textsOf(below(app, 'command'));
  const command = listed.length > 0 ? listed : wordsOf(textAt(app, 'command') ?? '');
  // The id is the name that others call it by, whatever the folder is called.
  const aliases = [name];
  return [
    {
      ...emptyContainer,
      source: 'process',
      name,
      aliases,
      workingDir: folder,
      ...given('command', command),
      at: app.at,
    },
  ];
}
