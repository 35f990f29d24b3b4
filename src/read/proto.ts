import type { ProtoFact } from '../model/fact/contract.ts';
import type { At } from '../model/fact/module.ts';
import type { Unreadable } from '../model/fact.ts';
import { placeFinderOf, type PlaceFinder } from './places.ts';
import { defineReader } from './reader.ts';

/** Protobuf files: package, services with their RPCs, messages. */
export const protoReader = defineReader({
  id: 'proto',
  version: 1,
  takes: (path) => path.endsWith('.proto'),
  read: ({ text }) => new ProtoReading(text).result(),
});

type Word = { readonly text: string; readonly offset: number };
type Rpc = ProtoFact['services'][number]['rpcs'][number];
type Service = { readonly name: string; readonly at: At; readonly rpcs: Rpc[] };

const lexer =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_.][\w.]*|\d[\w.]*|[^\s\w])/g;

class ProtoReading {
  readonly #words: readonly Word[];
  readonly #placeOf: PlaceFinder;
  readonly #imports: string[] = [];
  readonly #services: Service[] = [];
  readonly #messages: { name: string; at: At }[] = [];
  #package = '';
  #next = 0;

  constructor(text: string) {
    this.#placeOf = placeFinderOf(text);
    this.#words = [...text.matchAll(lexer)].flatMap((match) =>
      match[1] === undefined ? [] : [{ text: match[1], offset: match.index }],
    );
  }

  result(): { facts: ProtoFact[]; unreadable: Unreadable[] } {
    let unclosed: Word | undefined;
    while (this.#next < this.#words.length) unclosed = this.#topLevel() ?? unclosed;
    const prefix = this.#package === '' ? '' : `${this.#package}.`;
    const full = <T extends { name: string }>(one: T): T => ({ ...one, name: prefix + one.name });
    const fact: ProtoFact = {
      kind: 'proto',
      package: this.#package,
      imports: this.#imports,
      services: this.#services.map(full),
      messages: this.#messages.map(full),
    };
    const why = 'This is no protobuf: a brace is never closed.';
    return { facts: [fact], unreadable: unclosed ? [{ why, at: this.#placeOf(unclosed.offset) }] : [] };
  }

  /** Reads one statement of the file; answers with the brace that it opens and that is never closed. */
  #topLevel(): Word | undefined {
    const word = this.#take();
    if (word?.text === 'package') this.#package = this.#take()?.text ?? '';
    else if (word?.text === 'import') this.#import();
    else if (word?.text === 'message') return this.#message('');
    else if (word?.text === 'service') return this.#service();
    else if (word?.text === '{') return this.#skipBlock(word);
    return undefined;
  }

  #import(): void {
    const word = this.#take();
    const path = word && /^(?:public|weak|option)$/.test(word.text) ? this.#take() : word;
    if (path) this.#imports.push(path.text.replace(/^['"]|['"]$/g, ''));
  }

  #message(outer: string): Word | undefined {
    const name = this.#take();
    const open = this.#take();
    if (!name || open?.text !== '{') return undefined;
    const full = outer + name.text;
    this.#messages.push({ name: full, at: this.#placeOf(name.offset) });
    return this.#block(open, (word) =>
      word.text === 'message' && outer.length < 1000 ? this.#message(`${full}.`) : undefined,
    );
  }

  #service(): Word | undefined {
    const name = this.#take();
    const open = this.#take();
    if (!name || open?.text !== '{') return undefined;
    const service: Service = { name: name.text, at: this.#placeOf(name.offset), rpcs: [] };
    this.#services.push(service);
    return this.#block(open, (word) => {
      if (word.text === 'rpc') this.#rpc(service);
      return undefined;
    });
  }

  /** `rpc Name (stream Request) returns (stream Response)`. */
  #rpc(service: Service): void {
    const name = this.#take();
    const words: string[] = [];
    while (this.#peek() && !/^[;{}]$/.test(this.#peek()?.text ?? '')) words.push(this.#take()?.text ?? '');
    const types = words.filter((word) => /^[\w.]+$/.test(word) && word !== 'stream' && word !== 'returns');
    if (!name || types.length < 2) return;
    const [request = '', response = ''] = types;
    const at = this.#placeOf(name.offset);
    service.rpcs.push({ name: name.text, request, response, streams: words.includes('stream'), at });
  }

  /** Goes through a block, handing its words on; blocks inside that nobody reads are skipped. */
  #block(open: Word, visit: (word: Word) => Word | undefined): Word | undefined {
    for (let word = this.#take(); word; word = this.#take()) {
      if (word.text === '}') return undefined;
      const unclosed = word.text === '{' ? this.#skipBlock(word) : visit(word);
      if (unclosed) return unclosed;
    }
    return open;
  }

  #skipBlock(open: Word): Word | undefined {
    let depth = 1;
    for (let word = this.#take(); word; word = this.#take()) {
      if (word.text === '{') depth += 1;
      if (word.text === '}') depth -= 1;
      if (depth === 0) return undefined;
    }
    return open;
  }

  #peek(): Word | undefined {
    return this.#words[this.#next];
  }

  #take(): Word | undefined {
    const word = this.#words[this.#next];
    this.#next += 1;
    return word;
  }
}
