/** A word of a protobuf file and where it begins. */
export type Word = { readonly text: string; readonly offset: number };

const lexer =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_.][\w.]*|\d[\w.]*|[^\s\w])/g;

/** The words of a protobuf file, taken one by one; comments are left out. */
export class Words {
  readonly #words: readonly Word[];
  #next = 0;

  constructor(text: string) {
    this.#words = [...text.matchAll(lexer)].flatMap((match) =>
      match[1] === undefined ? [] : [{ text: match[1], offset: match.index }],
    );
  }

  get isAtEnd(): boolean {
    return this.#next >= this.#words.length;
  }

  peek(ahead = 0): Word | undefined {
    return this.#words[this.#next + ahead];
  }

  take(): Word | undefined {
    const word = this.#words[this.#next];
    this.#next += 1;
    return word;
  }

  /** Goes through a block, handing its words on; blocks inside that nobody reads are skipped. Answers with a brace that is never closed. */
  block(open: Word, visit: (word: Word) => Word | undefined): Word | undefined {
    for (let word = this.take(); word; word = this.take()) {
      if (word.text === '}') return undefined;
      const unclosed = word.text === '{' ? this.skipBlock(word) : visit(word);
      if (unclosed) return unclosed;
    }
    return open;
  }

  skipBlock(open: Word): Word | undefined {
    let depth = 1;
    for (let word = this.take(); word; word = this.take()) {
      if (word.text === '{') depth += 1;
      if (word.text === '}') depth -= 1;
      if (depth === 0) return undefined;
    }
    return open;
  }

  /** Skips the rest of a statement, its options with their braces included. A brace that closes the block around it stays. */
  skipStatement(): void {
    let depth = 0;
    for (let word = this.peek(); word; word = this.peek()) {
      if (depth === 0 && word.text === '}') return;
      this.take();
      if (word.text === '{' || word.text === '[') depth += 1;
      if (word.text === '}' || word.text === ']') depth -= 1;
      if (depth === 0 && (word.text === ';' || word.text === '}')) return;
    }
  }
}
