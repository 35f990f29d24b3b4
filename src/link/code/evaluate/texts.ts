import type { TextOption, Thing } from '../types.ts';
import { optionsOf, textsOf } from '../things.ts';

const MOST = 10;

const hole = (name: string): TextOption => ({ text: `{${name}}`, holes: true, env: [], evidence: [] });

/** The texts a piece may be; what is not text stands as a hole with its name. */
export const pieceOf = (thing: Thing, name: string): readonly TextOption[] => {
  const texts = textsOf(thing);
  if (texts.length > 0) return texts;
  const known = optionsOf(thing).find((option) => option.kind === 'boolean');
  return known?.kind === 'boolean' ? [{ ...hole(''), text: String(known.boolean), holes: false }] : [hole(name)];
};

/** Values of one deployment go together; a value of none goes with any. */
const joined = (left: TextOption, right: TextOption): TextOption | undefined => {
  if (left.deployment !== undefined && right.deployment !== undefined && left.deployment !== right.deployment) {
    return undefined;
  }
  const deployment = left.deployment ?? right.deployment;
  const reference = left.reference ?? right.reference;
  const unset = left.unset ?? right.unset;
  return {
    text: (left.text + right.text).slice(0, 4_000),
    holes: left.holes || right.holes,
    env: [...new Set([...left.env, ...right.env])],
    evidence: [...left.evidence, ...right.evidence].slice(0, 6),
    ...(deployment === undefined ? {} : { deployment }),
    ...(reference === undefined ? {} : { reference }),
    ...(unset === undefined ? {} : { unset }),
  };
};

/** Joins pieces to every text they can make, a bounded number of them. */
export const joinPieces = (pieces: readonly (readonly TextOption[])[]): Thing => {
  let made: readonly TextOption[] = [{ text: '', holes: false, env: [], evidence: [] }];
  for (const piece of pieces) {
    const next: TextOption[] = [];
    for (const left of made) {
      for (const right of piece) {
        const both = next.length < MOST ? joined(left, right) : undefined;
        if (both) next.push(both);
      }
    }
    made = next;
  }
  return { kind: 'texts', options: made };
};

/** Applies a pure change to every text of a thing. */
export const mapTexts = (thing: Thing, change: (text: string) => string): Thing => ({
  kind: 'texts',
  options: textsOf(thing).map((option) => ({ ...option, text: change(option.text) })),
});
