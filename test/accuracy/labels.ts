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
  /** The rules that were labelled; all that can be, where nothing is said. */
  readonly labelledRules?: readonly string[];
  readonly findings?: readonly LabelledFinding[];
  /** What looks like a fault and is none. */
  readonly traps?: readonly LabelledFinding[];
};
/** `files` are places: `path:line`. */
export type LabelledFinding = {
  readonly rule: string;
  readonly services: readonly string[];
  readonly files: readonly string[];
  readonly severity?: 'error' | 'warning' | 'info';
  readonly confidence?: Confidence;
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

const ownLabels = join(import.meta.dirname, '..', '..', 'fixtures', 'labels');

/** The labels of a folder, those of fixtures/labels where none is named. */
export const labels = (folder = ownLabels): readonly Label[] => {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
};
