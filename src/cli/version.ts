declare const MSVC_VERSION: string | undefined;
declare const MSVC_BUILD: string | undefined;

/** The version in package.json; the build writes it into the bundle. */
export const version: string = typeof MSVC_VERSION === 'string' ? MSVC_VERSION : '0.0.0-source';

/** Names the source that the bundle was made of. Undefined where the tool runs from its source. */
export const build: string | undefined = typeof MSVC_BUILD === 'string' ? MSVC_BUILD : undefined;
