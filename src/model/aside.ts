const TEST =
  /(?:^|\/)(?:__tests__|__mocks__|tests?|e2e|spec|specs|cypress|playwright|testing|test-utils|fixtures|mocks)\/|[.-](?:spec|test|e2e-spec|e2e|mock|stories|int-spec|cy)\.[cm]?[jt]sx?$/;
const TOOLING =
  /(?:^|\/)[^/]*\.(?:config|conf|setup)\.[cm]?[jt]s$|(?:^|\/)(?:jest|karma|gulpfile|gruntfile|webpack)[^/]*\.[cm]?[jt]s$/i;

/** Tests, mocks and build tooling run in no service. */
export const isTest = (file: string): boolean => TEST.test(file) || TOOLING.test(file);
