/** One file to put or to remove. `before` is what was planned against: undefined where nothing stood. */
export type Write = {
  readonly path: string;
  readonly before: string | undefined;
  /** The whole new text, or undefined to remove the file. */
  readonly after: string | undefined;
  readonly executable?: boolean;
};

/** The port to a folder that is changed: nothing outside its root is read or written, all writes happen or none. */
export type Folder = {
  readonly root: string;
  /** The text with its own line ends, or undefined where nothing stands. Throws where it is no readable text file. */
  readonly read: (path: string) => string | undefined;
  /** Names in a folder, sorted; folders end in `/`. Empty where there is no such folder. */
  readonly names: (path: string) => readonly string[];
  /** Applies every write, or undoes what was done and throws. */
  readonly write: (writes: readonly Write[], signal?: AbortSignal) => Promise<void>;
};
