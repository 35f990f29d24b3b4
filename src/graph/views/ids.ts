import type { ViewId } from '../types.ts';

/** Every view, as people name it. */
export const viewIds = [
  'services',
  'contexts',
  'events',
  'data',
  'request',
  'saga',
  'modules',
  'deploy',
] as const satisfies readonly ViewId[];
