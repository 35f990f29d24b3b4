/** The folder of a path; the root is the empty text. */
export const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Takes `.` and `..` out of a path. */
export const normalise = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
};

const TEST =
  /(?:^|\/)(?:__tests__|__mocks__|tests?|e2e|spec|specs|cypress|playwright|testing|test-utils|fixtures|mocks)\/|[.-](?:spec|test|e2e-spec|e2e|mock|stories|int-spec|cy)\.[cm]?[jt]sx?$/;
const TOOLING =
  /(?:^|\/)[^/]*\.(?:config|conf|setup)\.[cm]?[jt]s$|(?:^|\/)(?:jest|karma|gulpfile|gruntfile|webpack)[^/]*\.[cm]?[jt]s$/i;

/** Tests, mocks and build tooling run in no service. */
export const isTest = (file: string): boolean => TEST.test(file) || TOOLING.test(file);
