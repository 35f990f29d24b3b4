import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a person found in a repository, reading its code alone. See fixtures/labels/README.md. */
export type Label = {
  /** `owner/name` on GitHub. */
  readonly repo: string;
  readonly commit: string;
  readonly services: readonly { readonly name: string; readonly path: string; readonly optional?: boolean }[];
  readonly edges: readonly LabelledEdge[];
  readonly stores: readonly {
    readonly id: string;
    readonly kind: string;
    readonly usedBy: readonly string[];
    readonly aliases?: readonly string[];
    readonly confidence?: Confidence;
    readonly optional?: boolean;
  }[];
};
export type Confidence = 'sure' | 'likely' | 'doubtful';
export type LabelledEdge = {
  readonly from: string;
  readonly to: string;
  readonly kind: 'sync' | 'async' | 'import';
  readonly confidence?: Confidence;
  readonly infra?: boolean;
  readonly deadRoute?: boolean;
  readonly reachable?: boolean;
};

export const labels = (): readonly Label[] => {
  const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'labels');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
};
