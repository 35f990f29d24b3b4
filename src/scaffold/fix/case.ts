/** One example of a fix: a small workspace, and what becomes of it. Run as a test, with all code of it type-checked. */
export type FixCase = {
  /** Completes "repairs …" or "refuses …". */
  readonly title: string;
  /** Text by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The texts that change, whole. None where the fix refuses. */
  readonly after?: Readonly<Record<string, string>>;
  /** What it says where it refuses; nothing for a finding that it was not made for. */
  readonly refused?: string | undefined;
};
