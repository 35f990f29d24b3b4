/** A mistake that a colleague in a hurry could make in the demo's workspace, and the rule that sees it. */
export type Fault = {
  readonly rule: string;
  /** What the colleague did, in a few words. */
  readonly story: string;
  readonly edits: readonly Edit[];
};

export type Edit =
  | { readonly path: string; readonly create: string }
  | { readonly path: string; readonly find: string; readonly replace: string };

export const faults: readonly Fault[] = [];
