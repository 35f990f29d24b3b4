import { createHash } from 'node:crypto';
import type { Target, Workspace } from './types.ts';

/**
 * Which paths were asked for while the code of a service was linked, with the answers: that nothing was there is one
 * too. As long as they are the same, files may come and go elsewhere.
 */
export type Asked = {
  /** Where imports lead, by the file they stand in; empty where to no file of the workspace. */
  readonly led: readonly (readonly [from: string, leads: readonly (readonly [specifier: string, to: string])[]])[];
  readonly present: readonly (readonly [file: string, isThere: boolean])[];
  /** The modules in the folders of services, as one text. */
  readonly folders: readonly (readonly [service: string, files: string])[];
};

export type Noting = {
  readonly workspace: Workspace;
  /** The modules that were looked into. */
  readonly seen: ReadonlySet<string>;
  readonly asked: () => Asked;
};

/** The same workspace, which takes down what it is asked. */
export function notingIn(workspace: Workspace): Noting {
  const seen = new Set<string>();
  const led = new Map<string, Map<string, Target>>();
  const present = new Map<string, boolean>();
  const folders = new Map<string, string>();
  const lead = (from: string, specifier: string, known: Map<string, Target>): Target => {
    const target = workspace.resolve(from, specifier);
    led.set(from, known.set(specifier, target));
    return target;
  };
  const missing = (file: string): undefined => {
    present.set(file, false);
  };
  return {
    seen,
    workspace: {
      ...workspace,
      moduleOf: (file) => {
        seen.add(file);
        return workspace.moduleOf(file) ?? missing(file);
      },
      hasModule: (file) => {
        const isThere = workspace.hasModule(file);
        present.set(file, isThere);
        return isThere;
      },
      filesIn: (service) => {
        const files = workspace.filesIn(service);
        folders.set(service, nameOf(files));
        return files;
      },
      resolve: (from, specifier) => {
        const known = led.get(from) ?? new Map<string, Target>();
        return known.get(specifier) ?? lead(from, specifier, known);
      },
    },
    asked: () => ({
      led: [...led].map(([from, leads]) => [from, [...leads].map(([specifier, to]) => [specifier, fileOf(to)])]),
      present: [...present],
      folders: [...folders],
    }),
  };
}

/** Whether a workspace gives the same answers. */
export const isAnswered = ({ led, present, folders }: Asked, workspace: Workspace): boolean =>
  folders.every(([service, files]) => nameOf(workspace.filesIn(service)) === files) &&
  present.every(([file, isThere]) => workspace.hasModule(file) === isThere) &&
  led.every(([from, leads]) => leads.every(([specifier, to]) => fileOf(workspace.resolve(from, specifier)) === to));

const fileOf = (target: Target): string => ('file' in target ? target.file : '');

const nameOf = (files: readonly string[]): string => createHash('sha1').update(files.join('\n')).digest('base64');
