/** A file of the workspace under inspection. `path` is relative to the root with `/`. */
export type FileEntry = {
  readonly path: string;
  readonly size: number;
  /** Names the content without reading it (the blob id in a clean Git index), where that is known. */
  readonly contentId?: string;
};

/** A file or folder that was found and left out although it might say something; `why` is a sentence for people. */
export type Skipped = { readonly path: string; readonly why: string; readonly isData?: true };

/** The port to the files of a workspace: read only, never outside its root, no link followed out of it. */
export type Files = {
  readonly root: string;
  /** Sorted by path; without what Git ignores, vendored trees, build output and files too large to be source. */
  readonly list: () => readonly FileEntry[];
  /** What `list` left out and a person should know of: sources too large, folders that may not be read. */
  readonly skipped: () => readonly Skipped[];
  /** The bytes, or undefined where the file is gone or may not be read. Counts as the one read of that file. */
  readonly read: (path: string) => Uint8Array | undefined;
};
