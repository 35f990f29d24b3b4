import { camelOf, fieldsIn, pascalOf, rpcsIn, snakeOf } from '../../src/scaffold/kit.ts';

type Files = { readonly read: (path: string) => string | undefined };

/** A read of a callee that finds one thing by a text: what a first call site can ask. */
export type Lookup = {
  /** Local names: `getOrder`, `id`, `order`. */
  readonly rpc: string;
  readonly by: string;
  readonly finds: string;
};

/** The first RPC of a context's contract that looks like `GetOrder(id)` and answers with what has that id. */
export function lookupIn(files: Files, context: string): Lookup | undefined {
  const snake = snakeOf(context);
  const proto = files.read(`contracts/${snake}/v1/${snake}.proto`) ?? '';
  if (!new RegExp(`\\bservice\\s+${pascalOf(context)}Service\\b`).test(proto)) return undefined;
  for (const { name, request, response, streams } of rpcsIn(proto)) {
    const [by, ...more] = fieldsIn(proto, request);
    if (streams || by?.type !== 'string' || more.length > 0) continue;
    const finds = fieldsIn(proto, response).find(({ type, repeated }) => !repeated && hasField(proto, type, by.name));
    if (finds) return { rpc: camelOf(name), by: camelOf(by.name), finds: camelOf(finds.name) };
  }
  return undefined;
}

const hasField = (proto: string, message: string, name: string): boolean =>
  fieldsIn(proto, message).some((field) => field.name === name && field.type === 'string');

/** Where the caller asks: a handler that is still as it was generated. */
export type CallSite = { readonly get: string; readonly variable: string; readonly make: string };

/** Finds, in the text of a service's handlers, the read that a call can be added to and the write that makes one. */
export function callSiteIn(handlers: string): CallSite | undefined {
  const read =
    /async (get\w+)\(\{ id \}\) \{\s*const (\w+) = await atomically\([^;]*;\s*if \(!\2\) throw [^;]*;\s*return \{ \2: toMessage\(\2\)/;
  const [, get, variable] = read.exec(handlers) ?? [];
  const [, make] = /async (\w+)\(\{ reference, amount \}\)/.exec(handlers) ?? [];
  return get !== undefined && variable !== undefined && make !== undefined ? { get, variable, make } : undefined;
}
