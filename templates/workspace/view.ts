/**
 * What the templates of a workspace are rendered with. Names without their dot (`gitignore`, `npmrc`, `dockerignore`,
 * `node-version`, `oxfmtrc.json`, `oxlintrc.json`, the folder `github`) get it back when they are written, since npm
 * would drop such files from a package. `noEscape`, as for services.
 */
export type WorkspaceView = {
  readonly workspace: {
    readonly name: string;
    /** `@shop` */
    readonly scope: string;
    /** Version or file spec of msvc as a devDependency; empty leaves it out. */
    readonly msvcSpec: string;
  };
};
