/** A mistake that a colleague in a hurry could make in the demo's workspace, and the rule that sees it. */
export type Fault = {
  readonly rule: string;
  /** What the colleague did, in a few words. */
  readonly story: string;
  /** Words for `msvc` that come first, such as a further service. */
  readonly command?: readonly string[];
  readonly edits: readonly Edit[];
};

export type Edit =
  | { readonly path: string; readonly create: string }
  | { readonly path: string; readonly find: string; readonly replace: string };
