import type { Reader } from '../model/fact.ts';
import { composeReader } from './compose.ts';
import { dockerfileReader } from './dockerfile.ts';
import { envReader } from './env.ts';
import { packageReader } from './package.ts';
import { tsconfigReader } from './tsconfig.ts';
import { typescriptReader } from './typescript/index.ts';
import { workspaceReader } from './workspace.ts';

/** Every reader. A file may be taken by several. */
export const readers: readonly Reader[] = [
  typescriptReader,
  packageReader,
  workspaceReader,
  tsconfigReader,
  composeReader,
  dockerfileReader,
  envReader,
];
