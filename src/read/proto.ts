import type { FieldFact, ProtoFact } from '../model/fact/contract.ts';
import type { At } from '../model/fact/module.ts';
import type { Unreadable } from '../model/fact.ts';
import { placeFinderOf, type PlaceFinder } from './places.ts';
import { fieldFrom, valueFrom } from './proto/fields.ts';
import { Words, type Word } from './proto/words.ts';
import { defineReader } from './reader.ts';

/** Protobuf files: package, services with their RPCs, messages with their fields, enums. */
export const protoReader = defineReader({
  id: 'proto',
  version: 3,
  takes: (path) => path.endsWith('.proto'),
  read: ({ text }) => new ProtoReading(text).result(),
});

type Rpc = ProtoFact['services'][number]['rpcs'][number];
type EnumValue = ProtoFact['enums'][number]['values'][number];
type Service = { readonly name: string; readonly at: At; readonly rpcs: Rpc[] };

const NO_FIELD = new Set(['option', 'reserved', 'extensions', ';']);

class ProtoReading {
  readonly #words: Words;
  readonly #placeOf: PlaceFinder;
  readonly #imports: string[] = [];
  readonly #services: Service[] = [];
  readonly #messages: { name: string; fields: FieldFact[]; at: At }[] = [];
  readonly #enums: { name: string; values: EnumValue[]; at: At }[] = [];
  #package = '';

  constructor(text: string) {
    this.#placeOf = placeFinderOf(text);
    this.#words = new Words(text);
  }

  result(): { facts: ProtoFact[]; unreadable: Unreadable[] } {
    let unclosed: Word | undefined;
    while (!this.#words.isAtEnd) unclosed = this.#topLevel() ?? unclosed;
    const prefix = this.#package === '' ? '' : `${this.#package}.`;
    const full = <T extends { name: string }>(one: T): T => ({ ...one, name: prefix + one.name });
    const fact: ProtoFact = {
      kind: 'proto',
      package: this.#package,
      imports: this.#imports,
      services: this.#services.map(full),
      messages: this.#messages.map(full),
      enums: this.#enums.map(full),
    };
    const why = 'This is no protobuf: a brace is never closed.';
    return { facts: [fact], unreadable: unclosed ? [{ why, at: this.#placeOf(unclosed.offset) }] : [] };
  }

  /** Reads one statement of the file; answers with the brace that it opens and that is never closed. */
  #topLevel(): Word | undefined {
    const word = this.#words.take();
    if (word?.text === 'package') this.#package = this.#words.take()?.text ?? '';
    else if (word?.text === 'import') this.#import();
    else if (word?.text === 'message') return this.#message('');
    else if (word?.text === 'enum') return this.#enum('');
    else if (word?.text === 'service') return this.#service();
    else if (word?.text === '{') return this.#words.skipBlock(word);
    return undefined;
  }

  #import(): void {
    const word = this.#words.take();
    const path = word && /^(?:public|weak|option)$/.test(word.text) ? this.#words.take() : word;
    if (path) this.#imports.push(path.text.replace(/^['"]|['"]$/g, ''));
  }

  #message(outer: string): Word | undefined {
    const name = this.#words.take();
    const open = this.#words.take();
    if (!name || open?.text !== '{') return undefined;
    const full = outer + name.text;
    const fields: FieldFact[] = [];
    this.#messages.push({ name: full, fields, at: this.#placeOf(name.offset) });
    return this.#words.block(open, (word) => this.#member(word, full, fields));
  }

  /** One statement inside a message; the fields of a `oneof` are fields of the message. */
  #member(word: Word, of: string, fields: FieldFact[]): Word | undefined {
    if (word.text === 'message' && this.#words.peek(1)?.text === '{')
      return of.length < 1000 ? this.#message(`${of}.`) : undefined;
    if (word.text === 'enum' && this.#words.peek(1)?.text === '{') return this.#enum(`${of}.`);
    if (word.text === 'oneof' && this.#words.peek(1)?.text === '{') {
      this.#words.take();
      const open = this.#words.take();
      return open && this.#words.block(open, (inner) => this.#member(inner, of, fields));
    }
    if (word.text === 'extend') this.#words.take();
    else if (NO_FIELD.has(word.text)) {
      if (word.text !== ';') this.#words.skipStatement();
    } else {
      const field = fieldFrom(word, this.#words, this.#placeOf);
      if (field) fields.push(field);
    }
    return undefined;
  }

  #enum(outer: string): Word | undefined {
    const name = this.#words.take();
    const open = this.#words.take();
    if (!name || open?.text !== '{') return undefined;
    const values: EnumValue[] = [];
    this.#enums.push({ name: outer + name.text, values, at: this.#placeOf(name.offset) });
    return this.#words.block(open, (word) => {
      const value = NO_FIELD.has(word.text) ? undefined : valueFrom(word, this.#words, this.#placeOf);
      if (word.text !== ';' && NO_FIELD.has(word.text)) this.#words.skipStatement();
      if (value) values.push(value);
      return undefined;
    });
  }

  #service(): Word | undefined {
    const name = this.#words.take();
    const open = this.#words.take();
    if (!name || open?.text !== '{') return undefined;
    const service: Service = { name: name.text, at: this.#placeOf(name.offset), rpcs: [] };
    this.#services.push(service);
    return this.#words.block(open, (word) => {
      if (word.text === 'rpc') this.#rpc(service);
      return undefined;
    });
  }

  /** `rpc Name (stream Request) returns (stream Response)`. */
  #rpc(service: Service): void {
    const name = this.#words.take();
    const words: string[] = [];
    while (this.#words.peek() && !/^[;{}]$/.test(this.#words.peek()?.text ?? ''))
      words.push(this.#words.take()?.text ?? '');
    const types = words.filter((word) => /^[\w.]+$/.test(word) && word !== 'stream' && word !== 'returns');
    if (!name || types.length < 2) return;
    const [request = '', response = ''] = types;
    const at = this.#placeOf(name.offset);
    const sides = sidesOf(words);
    service.rpcs.push({ name: name.text, request, response, streams: sides !== 'none', sides, at });
  }
}

const sidesOf = (words: readonly string[]): Rpc['sides'] => {
  const returns = words.indexOf('returns');
  const asks = words.slice(0, returns).includes('stream');
  const answers = words.slice(returns).includes('stream');
  return asks ? (answers ? 'both' : 'request') : answers ? 'response' : 'none';
};
