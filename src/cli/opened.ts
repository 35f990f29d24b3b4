import type { Files } from '../files/files.ts';
import type { Model } from '../model/model.ts';
import { idsIn, type Ids } from './ids.ts';
import { answersOf, type Answers, type Keeping } from './keeping.ts';

/** A workspace whose files are listed, and its model where nothing has changed since one was kept. */
export type Opened = {
  readonly files: Files;
  readonly keeping: Keeping;
  readonly ids: Ids;
  readonly answers: Answers;
  readonly known: Model | undefined;
  readonly laps: Laps;
};

/** Milliseconds by stage, each from the end of the one before. */
export type Laps = {
  readonly all: Readonly<Record<string, number>>;
  readonly end: (stage: string) => void;
};

/** Lists the files and looks whether the answer is known. Loads nothing that reads or links. */
export function openedFrom(files: Files, keeping: Keeping): Opened {
  const laps = lapsFrom(performance.now());
  files.list();
  laps.end('list');
  const ids = idsIn(files);
  const answers = answersOf(files, ids, keeping.answers);
  const known = answers.known();
  laps.end('compare');
  return { files, keeping, ids, answers, known, laps };
}

function lapsFrom(start: number): Laps {
  const all: Record<string, number> = {};
  let before = start;
  const end = (stage: string): void => {
    const now = performance.now();
    all[stage] = now - before;
    before = now;
  };
  return { all, end };
}
