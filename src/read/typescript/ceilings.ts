/** At most so much of each kind stands in a text, whatever of it is comment or quoted. */
export type Ceilings = {
  /** Brackets that open. How deep they nest is not told: one that closes may be quoted. */
  readonly opening: number;
  /** Tokens that nest without brackets: `=>`, `?`, `if`. */
  readonly nesting: number;
  readonly angles: number;
  /** Operators and words that work as one, `import` among them. */
  readonly operating: number;
  /** Characters that are no code. */
  readonly strange: number;
};

const OPENS = 1;
const NESTS = 2;
const OPERATES = 4;
const ANGLE = 8;
const STRANGE = 16;
const WORD = 32;

/** What each character of ASCII may be, or begin. */
const KINDS = kindsOf({
  [OPENS]: '([{',
  [NESTS]: '=?:<*niefwk',
  [OPERATES]: '-+*/%&|^!~@:=tvdayi',
  [ANGLE]: '<',
  [STRANGE]: '\\',
  [WORD]: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_',
});

function kindsOf(characters: Readonly<Record<number, string>>): Uint8Array {
  const kinds = new Uint8Array(128);
  for (let code = 0; code < 128; code += 1) {
    const isPrinted = (code >= 9 && code <= 13) || (code >= 32 && code < 127);
    if (!isPrinted) kinds[code] = STRANGE;
  }
  for (const [kind, all] of Object.entries(characters))
    for (const character of all) {
      const code = character.charCodeAt(0);
      kinds[code] = (kinds[code] ?? 0) | Number(kind);
    }
  return kinds;
}

/** One look at each character. A word counts by its first letter: `new`, `if`, `else` nest, so may all that begin so. */
export function mostIn(text: string): Ceilings {
  let [opening, nesting, angles, operating, strange, before] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? (KINDS[code] ?? 0) : STRANGE;
    const isInside = (kind & before & WORD) !== 0;
    before = kind;
    if (kind === 0 || kind === WORD || isInside) continue;
    if (kind & NESTS) nesting += 1;
    if (kind & OPERATES) operating += 1;
    if (kind & ANGLE) angles += 1;
    if (kind & STRANGE) strange += 1;
    if (kind & OPENS) opening += 1;
  }
  return { opening, nesting, angles, operating, strange };
}
