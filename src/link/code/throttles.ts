import type { Evidence } from '../../model/evidence.ts';
import { evidenceAt } from './things.ts';
import type { Program } from './types.ts';

/** Something in the code of a service that limits how often it may be called. */
export type CodeThrottle = { readonly by: string; readonly at: Evidence };

const PACKAGES = /rate-?limit|throttler|slow-?down|express-brute|limitd|koa-limit/i;
const OWN = /rate_?limit|throttle/i;
/** Names that hold calls back which go out, or events of a page. */
const OTHERS = /^(?:throttle|throttled?(?:Time|Map|Queue)?)$/i;

/** Packages that limit calls, and functions or classes of the service's own that are called so. */
export const throttlesIn = (program: Program): readonly CodeThrottle[] =>
  program.files.flatMap((file): readonly CodeThrottle[] => {
    const module = program.workspace.moduleOf(file);
    if (!module) return [];
    const scope = program.generic(module, 0);
    const imported = module.fact.imports.filter(({ from, typeOnly }) => !typeOnly && PACKAGES.test(from));
    const own = [...module.fact.functions, ...module.fact.classes].filter(
      ({ name = '' }) => OWN.test(name) && !OTHERS.test(name),
    );
    return [
      ...imported.map(({ from, at }) => ({ by: from, at: evidenceAt(scope, at) })),
      ...own.map(({ name = '', at }) => ({ by: name, at: evidenceAt(scope, at) })),
    ];
  });
