/** Files of a workspace by path. */
export type Tree = Readonly<Record<string, string>>;
/** A number from 0 up to, and without, the one given; the same ones in the same order for a seed. */
export type Dice = (sides: number) => number;

export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0 || 1;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
};

const pick = <T>(list: readonly T[], dice: Dice): T | undefined => list[dice(list.length)];
const codeIn = (tree: Tree): readonly string[] =>
  Object.keys(tree).filter((path) => /\.[cm]?[jt]sx?$/.test(path) && !path.endsWith('.d.ts'));
const without = (tree: Tree, path: string): Tree =>
  Object.fromEntries(Object.entries(tree).filter(([name]) => name !== path));

type Edit = (tree: Tree, dice: Dice) => Tree;

/** Changes the text of one file of those that a pattern names. */
const inOne =
  (names: RegExp, change: (text: string, dice: Dice) => string): Edit =>
  (tree, dice) => {
    const path = pick(
      Object.keys(tree).filter((name) => names.test(name)),
      dice,
    );
    return path === undefined ? tree : { ...tree, [path]: change(tree[path] ?? '', dice) };
  };

/** Puts something else in place of one of the matches. */
const oneOf =
  (pattern: RegExp, put: (found: string) => string) =>
  (text: string, dice: Dice): string => {
    const all = [...text.matchAll(pattern)];
    const one = pick(all, dice);
    return one ? text.slice(0, one.index) + put(one[0]) + text.slice(one.index + one[0].length) : text;
  };

const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;
const call = "\nexport const added = async () => { await fetch('http://billing:3000/added'); };\n";

export const edits: Readonly<Record<string, Edit>> = {
  'a text': inOne(
    SOURCE,
    oneOf(/(['"])[\w:/.-]{3,}\1/g, (found) => `${found[0]}x${found.slice(1)}`),
  ),
  'a name': inOne(
    SOURCE,
    oneOf(/\b[a-z]\w{3,}\b/g, (found) => `${found}2`),
  ),
  'an export': inOne(
    SOURCE,
    oneOf(/\bexport (?:const|class|function|async function)\b/g, (found) => found.slice(7)),
  ),
  'a call more': inOne(SOURCE, (text) => text + call),
  'a line above': inOne(SOURCE, (text) => `// a line more\n${text}`),
  'a file gone': (tree, dice) => without(tree, pick(codeIn(tree), dice) ?? ''),
  'a file beside': (tree, dice) => {
    const path = pick(codeIn(tree), dice);
    return path === undefined ? tree : { ...tree, [path.replace(/[^/]*$/, 'beside.ts')]: call };
  },
  'a file in front of another': (tree, dice) => {
    const path = pick(codeIn(tree), dice) ?? '';
    const stem = path.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, '');
    const front = [`${stem}.ts`, `${stem}.mjs`, `${stem}.d.ts`, `${stem}/index.ts`][dice(4)] ?? '';
    return front in tree || path === '' ? tree : { ...tree, [front]: call };
  },
  'two files the other way round': (tree, dice) => {
    const [a, b] = [pick(codeIn(tree), dice), pick(codeIn(tree), dice)];
    return a === undefined || b === undefined ? tree : { ...tree, [a]: tree[b] ?? '', [b]: tree[a] ?? '' };
  },
  'a manifest': inOne(
    /(?:package|tsconfig[\w.]*|nest-cli)\.json$/,
    oneOf(/"[\w@/.*-]{2,}"/g, (found) => `"${found.slice(1, -1)}x"`),
  ),
  'paths of tsconfig': (tree, dice) => {
    const path = Object.keys(tree).find((name) => /(?:^|\/)tsconfig\.json$/.test(name)) ?? 'tsconfig.json';
    const target = pick(codeIn(tree), dice) ?? 'index.ts';
    const specifier = pick(['@shop/*', '@app/*', '@/*', 'express', './*'], dice) ?? '*';
    return { ...tree, [path]: JSON.stringify({ compilerOptions: { paths: { [specifier]: [target] } } }) };
  },
  'an env file': (tree, dice) => {
    const folder = (pick(codeIn(tree), dice) ?? '').replace(/[^/]*$/, '');
    return { ...tree, [`${folder}.env`]: `PORT=${dice(9000)}\nBILLING_URL=http://billing:${dice(9000)}\n` };
  },
  'a deployment': inOne(
    /\.ya?ml$/,
    oneOf(/\b\d{3,5}\b|\b[A-Z]+_[A-Z_]+\b/g, (found) => `${found}1`),
  ),
};

/** Edits a workspace again and again; now and then it becomes again what it was before. */
export function* editedAgain(tree: Tree, dice: Dice, times: number): Generator<readonly [what: string, tree: Tree]> {
  const states = [tree];
  const names = Object.keys(edits);
  for (let count = 0; count < times; count += 1) {
    const from = states.at(-1) ?? tree;
    const isBack = dice(6) === 0;
    const name = pick(names, dice) ?? '';
    const next = isBack ? (pick(states, dice) ?? tree) : (edits[name]?.(from, dice) ?? from);
    states.push(next);
    yield [isBack ? 'as it was before' : name, next];
  }
}
