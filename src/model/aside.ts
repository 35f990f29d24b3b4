const TEST =
  /(?:^|\/)(?:__(?:tests?|mocks?|e2e|specs?|fixtures|snapshots|integration)__|tests?|e2e|spec|specs|cypress|playwright|testing|test-utils|fixtures|mocks)\/|[.-](?:spec|test|e2e-spec|e2e|mock|stories|int-spec|cy)\.[cm]?[jt]sx?$|\.(?!latest|contest|protest|attest)[a-z]+test\.[cm]?[jt]sx?$/;
/** Files that configure a tool. Others of such names (`database.config.ts`, `kafka.setup.ts`) are part of what runs. */
const TOOLS = `
  jest vitest karma protractor wdio nightwatch playwright cypress ava mocha jasmine test tests setup-tests
  vite webpack rollup rolldown rspack rsbuild esbuild tsup tsdown unbuild build swc babel metro craco module-federation nx
  gatsby next nuxt svelte astro remix react-router vue angular docusaurus storybook capacitor electron electron-builder forge
  eslint stylelint prettier oxlint biome commitlint lint-staged release typedoc renovate
  postcss tailwind windi uno purgecss svgo codegen graphql-codegen openapi-ts orval nodemon ecosystem pm2`
  .trim()
  .split(/\s+/)
  .join('|');
const TOOLING = new RegExp(
  `(?:^|/)(?:${TOOLS})(?:\\.[\\w-]+)*\\.(?:config|conf|setup)(?:\\.[\\w-]+)*\\.[cm]?[jt]s$|(?:^|/)(?:jest|karma|gulpfile|gruntfile|webpack)[^/]*\\.[cm]?[jt]s$`,
  'i',
);

/** Tests, mocks and build tooling run in no service. */
export const isTest = (file: string): boolean => TEST.test(file) || TOOLING.test(file);
