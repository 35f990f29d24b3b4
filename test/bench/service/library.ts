import { ended, type Ground } from './ground.ts';
import { tried } from './tried.ts';

export const LIBRARY = 'pg-transactional-outbox@0.5.7';

/** Events a second of pg-transactional-outbox; not a number where it did not run. */
export type Beside = { readonly asItComes: number; readonly tuned: number };

/** So many events lie there for it: it looks at all of them for every message, so more would only slow it. */
export const LIBRARY_EVENTS = 2000;

/** Installs the library beside the workspace's own packages; the answer measures how fast it is into a sink. */
export async function besideOn(
  { path, script, adminUrl }: Ground,
  notRun: string[],
): Promise<(into: string, url: string) => Promise<Beside>> {
  const install = ['npm', 'install', '--no-save', '--no-audit', '--no-fund', '--prefer-offline', LIBRARY];
  const installed = await tried(`${LIBRARY}, which could not be installed`, notRun, () => ended(path, install));
  return async (into, url) => {
    const rate = async (settings: 'as it comes' | 'tuned') => {
      if (installed === undefined) return Number.NaN;
      const words = [adminUrl, url, String(LIBRARY_EVENTS), settings];
      const measured = await tried(`${LIBRARY} into ${into}, ${settings}`, notRun, () => script('library', ...words));
      return measured?.['perSecond'] ?? Number.NaN;
    };
    return { asItComes: await rate('as it comes'), tuned: await rate('tuned') };
  };
}
