/** Where a repository keeps its pre-commit hook, seen from one of two folders. */
export type Site = {
  readonly manager: 'git' | 'husky' | 'lefthook';
  /** Whether `path` is seen from the repository's top folder or from its hooks folder. */
  readonly from: 'top' | 'hooks';
  readonly path: string;
};

/** What of a repository tells which tool runs its hooks. */
export type Signs = {
  /** Names in the top folder; folders end in `/`. */
  readonly names: readonly string[];
  /** The text of the top folder's package.json, where there is one. */
  readonly manifest: string | undefined;
};

const lefthookFiles = ['lefthook.yml', 'lefthook.yaml', '.lefthook.yml', '.lefthook.yaml'];

/** lefthook by its file, husky by its folder or by being asked for in package.json, else Git itself. */
export function siteOf({ names, manifest }: Signs): Site {
  const lefthook = lefthookFiles.find((name) => names.includes(name));
  if (lefthook) return { manager: 'lefthook', from: 'top', path: lefthook };
  if (names.includes('.husky/') || usesHusky(manifest))
    return { manager: 'husky', from: 'top', path: '.husky/pre-commit' };
  return { manager: 'git', from: 'hooks', path: 'pre-commit' };
}

/** A script that runs husky, or a dependency on it; broken JSON is no sign of it. */
function usesHusky(manifest: string | undefined): boolean {
  return (
    manifest !== undefined && (/"husky"\s*:\s*"/.test(manifest) || /"prepare"\s*:\s*"[^"]*\bhusky\b/.test(manifest))
  );
}
