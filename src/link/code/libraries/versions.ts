import type { Library } from '../types.ts';

/** Libraries that choose a handler by the version that a request asks for in a header. */
export const versions: Library = {
  packages: [
    'express-version-route',
    'express-routes-versioning',
    'express-version-request',
    'express-api-versioning',
    'hapi-api-version',
    'koa-api-version',
  ],
  recognise: ({ scope, at }) => {
    scope.program.web.versionedBy ??= { by: 'header', at };
    return undefined;
  },
};
