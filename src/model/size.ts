import type { ServiceName } from './model.ts';

/** How much code of its own a service has: files and functions, tests and libraries left out. */
export type ServiceSize = { readonly service: ServiceName; readonly files: number; readonly functions: number };
