/** The version in package.json; the build writes it into the bundle. */
declare const MSVC_VERSION: string | undefined;
export const version: string = typeof MSVC_VERSION === 'string' ? MSVC_VERSION : '0.0.0-source';
