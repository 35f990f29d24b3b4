import type { Place } from './evidence.ts';
import type { ServiceName } from './model.ts';

/** The files of one service, and what they import of each other and of the rest of the workspace. */
export type ModuleImports = {
  readonly service: ServiceName;
  /** The folder of the service. */
  readonly path: string;
  readonly files: readonly string[];
  readonly imports: readonly ModuleImport[];
};
export type ModuleImport = {
  readonly from: string;
  readonly to: string;
  /** The service or library that the other file belongs to, where that is another. */
  readonly unit?: string;
  readonly typeOnly: boolean;
  readonly at: Place;
};
