import { folderOf } from '../../model/paths.ts';
import { wordsOf } from '../../model/words.ts';
import type { FactIndex } from '../types.ts';
import { isAside, isServerLibrary, listens, type Candidate } from './candidates.ts';
import { sideBySide, startedBy } from './entries.ts';
import { ownFoldersOf } from './split.ts';
import { isChore } from './names.ts';
import type { Terrain } from './terrain.ts';

/** Folders without a package of their own that the scripts of the root start, each by itself: `node services/orders/index.js`. */
export function scriptCandidates(index: FactIndex, terrain: Terrain): readonly Candidate[] {
  const scripts = Object.entries(terrain.packageIn('')?.scripts ?? {}).filter(([name]) => !isAsideScript(name));
  const started = scripts.flatMap(([, script]) => commandsIn(script)).map((words) => startedBy(words, '', terrain));
  const entries = [...new Set(started.flatMap((start) => (start?.home === undefined ? (start?.entry ?? []) : [])))];
  const apart = entries.filter(
    (entry) => folderOf(entry) !== '' && terrain.packageAbove(folderOf(entry))?.folder === '',
  );
  if (apart.length < 2) return [];
  const services = [...ownFoldersOf(apart)].flatMap(([entry, folder]): readonly Candidate[] =>
    isAside(folder) || !serves(folder, index) ? [] : [candidate(folder, entry)],
  );
  const above = entries.find((entry) => folderOf(entry) === '' && listens(entry, index));
  return services.length < 2 || above === undefined
    ? services
    : [...services, { ...candidate('', above), above: true }];
}

const candidate = (folder: string, entry: string): Candidate => ({
  folder,
  entry,
  at: { file: 'package.json', at: [1, 1] },
  by: 'package',
});

const isAsideScript = (name: string): boolean =>
  isChore(name) || /^(?:pre|post)|(?:build|compile|format|check|clean|generate|watch:test)/.test(name);

/** The commands of a script; of a tool that runs several side by side, each of those. */
function commandsIn(script: string): readonly (readonly string[])[] {
  const words = wordsOf(script);
  return words.some((word) => sideBySide.test(word))
    ? words.filter((word) => /\s/.test(word)).map((word) => wordsOf(word))
    : [words];
}

const serves = (folder: string, index: FactIndex): boolean =>
  index.modules.some(
    (file) =>
      file.startsWith(`${folder}/`) && index.moduleIn(file)?.imports.some(({ from }) => isServerLibrary(from)) === true,
  );
