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

/** The views over which traces can be laid. */
export const tracedViews = ['services', 'events'] as const satisfies readonly ViewId[];
export const isTraced = (id: ViewId): boolean => tracedViews.some((one) => one === id);
