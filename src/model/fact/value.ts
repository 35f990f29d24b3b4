/**
 * What an expression would evaluate to, as far as one file tells.
 * Names are left open; the link stage resolves them across files, services and environments.
 */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  | { readonly kind: 'nothing' } // null, undefined, void
  | { readonly kind: 'join'; readonly parts: readonly Value[] } // template strings and `a + b`
  | { readonly kind: 'env'; readonly name: string } // process.env.NAME, import.meta.env.NAME
  | { readonly kind: 'name'; readonly name: string } // a local, an import or a global
  | { readonly kind: 'this' }
  | { readonly kind: 'super' }
  | { readonly kind: 'member'; readonly of: Value; readonly name: string }
  | { readonly kind: 'element'; readonly of: Value; readonly index: Value } // a[b] where b is no literal
  | { readonly kind: 'call'; readonly site: number } // the result of ModuleFact.calls[site]
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
  | { readonly kind: 'array'; readonly items: readonly Value[] }
  | { readonly kind: 'function'; readonly id: number } // ModuleFact.functions[id]
  | { readonly kind: 'class'; readonly id: number } // ModuleFact.classes[id]
  | { readonly kind: 'either'; readonly options: readonly Value[] } // `a ?? b`, `a || b`, `c ? a : b`
  | { readonly kind: 'spread'; readonly of: Value }
  | { readonly kind: 'import'; readonly from: string } // import(…) or require(…) of a literal
  | { readonly kind: 'unknown' };

/**
 * `key` is undefined for a spread or a computed key; `computed` is what a computed key says. `grown` is whose field of this
 * key the value counts on, as in `{ stock: row.stock - n }`.
 */
export type ObjectEntry = {
  readonly key?: string;
  readonly computed?: Value;
  readonly value: Value;
  readonly grown?: Value;
  readonly line?: number;
};

/** A type annotation, reduced to what linking needs: `ClientProxy`, `Repository<Order>`, `typeof x`. */
export type TypeRef = { readonly name: string; readonly args?: readonly TypeRef[] };
