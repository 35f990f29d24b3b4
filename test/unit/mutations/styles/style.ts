import type { Tree } from '../clean.ts';

/** One kind of edge, store or channel, in pieces that each style puts together in its own way. */
export type Parts = {
  readonly imports: string;
  /** The client's type, as people annotate it. */
  readonly type: string;
  /** An expression that makes the client. */
  readonly make: (address: string) => string;
  /** Statements that use it. */
  readonly use: (client: string, subject: string) => string;
  /** The client can only be had by waiting for it. */
  readonly late?: boolean;
};
/** `address` is what a client is made with; `subject` what it is used with: a path, a topic, a table. */
export type Values = { readonly address: string; readonly subject: string };
/** Files beside `run.ts`, which exports `run`; paths that begin with `/` are the workspace's. */
export type Written = { readonly files: Tree; readonly environment?: Tree };
export type Style = (parts: Parts, values: Values, name: string) => Written;

export const lines = (...list: readonly string[]): string => `${list.join('\n')}\n`;
export const quoted = (text: string): string => `'${text}'`;

/** A name as variables of the environment have it. */
export const variable = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
