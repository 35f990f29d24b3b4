import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { advisoriesIn, levels, NotAsked, type Advisory, type Level } from './advisories.ts';

/** An acceptance that never ends is a decision that nobody looks at again. */
const MOST_DAYS = 90;
const DAY_MS = 24 * 3_600_000;

const acceptance = z.strictObject({
  advisory: z.string().regex(/^(GHSA(-\w{4}){3}|https:\/\/\S+)$/, 'expected GHSA-xxxx-xxxx-xxxx'),
  /** The last day on which it holds. */
  until: z.iso.date(),
  reason: z.string().trim().min(10, 'say why it does no harm here'),
});
type Acceptance = z.infer<typeof acceptance>;

export type Audit = {
  /** 0: nothing that is not accepted; 1: something is; 2: it could not be told. */
  readonly code: 0 | 1 | 2;
  readonly lines: readonly string[];
};

export type AuditOptions = {
  readonly folder: string;
  /** Less than this is left alone. */
  readonly level: Level;
  readonly today: Date;
  readonly environment: NodeJS.ProcessEnv;
  /** Who is asked what is known; npm. */
  readonly ask?: typeof advisoriesIn;
};

/** Whether the packages that run in production have vulnerabilities that nobody has accepted in audit.json. */
export async function audit({ folder, level, today, environment, ask = advisoriesIn }: AuditOptions): Promise<Audit> {
  const accepted = acceptedIn(folder, today);
  if ('mistakes' in accepted) return { code: 2, lines: ['audit.json is wrong:', ...accepted.mistakes.map((each) => `  ${each}`)] };
  try {
    const found = await ask(folder, environment);
    const serious = found.filter((each) => levels.indexOf(each.level) >= levels.indexOf(level));
    return judged(serious, accepted.list, { level, day: dayOf(today) });
  } catch (error) {
    if (!(error instanceof NotAsked)) throw error;
    return {
      code: 2,
      lines: [`The registry could not be asked, so nothing is known: ${error.message}`, 'Try again with a network.'],
    };
  }
}

function judged(
  found: readonly Advisory[],
  accepted: readonly Acceptance[],
  { level, day }: { readonly level: Level; readonly day: string },
): Audit {
  const told = found.map((advisory) => {
    const acceptance = accepted.find((each) => each.advisory === advisory.id);
    const isOpen = acceptance === undefined || acceptance.until < day;
    const what = `${advisory.level}  ${advisory.package}: ${advisory.title}  ${advisory.url}`;
    if (acceptance === undefined) return { isOpen, line: what };
    const until = isOpen ? `accepted only until ${acceptance.until}` : `accepted until ${acceptance.until}: ${acceptance.reason}`;
    return { isOpen, line: `${what}\n  ${until}` };
  });
  const open = told.filter(({ isOpen }) => isOpen);
  const idle = accepted.filter(({ advisory }) => found.every(({ id }) => id !== advisory));
  return {
    code: open.length > 0 ? 1 : 0,
    lines: [
      ...told.map(({ line }) => line),
      ...idle.map(({ advisory }) => `${advisory} is accepted in audit.json and no longer found: take it out`),
      open.length > 0
        ? `${open.length} to mend (npm audit fix), or to accept in audit.json for at most ${MOST_DAYS} days`
        : `No vulnerability of level ${level} or above${told.length > 0 ? ' that is not accepted' : ''}.`,
    ],
  };
}

type Accepted = { readonly list: readonly Acceptance[] } | { readonly mistakes: readonly string[] };

function acceptedIn(folder: string, today: Date): Accepted {
  const file = join(folder, 'audit.json');
  if (!existsSync(file)) return { list: [] };
  const result = z.strictObject({ accepted: z.array(acceptance) }).safeParse(parsed(readFileSync(file, 'utf8')));
  if (!result.success) return { mistakes: result.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`) };
  const latest = dayOf(new Date(today.getTime() + MOST_DAYS * DAY_MS));
  const mistakes = result.data.accepted
    .filter(({ until }) => until > latest)
    .map(({ advisory, until }) => `${advisory}: ${until} is more than ${MOST_DAYS} days away`);
  return mistakes.length > 0 ? { mistakes } : { list: result.data.accepted };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
