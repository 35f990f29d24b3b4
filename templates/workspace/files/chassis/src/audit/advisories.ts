import { execFile } from 'node:child_process';
import { z } from 'zod';

export const levels = ['low', 'moderate', 'high', 'critical'] as const;
export type Level = (typeof levels)[number];

/** A vulnerability that is known of a package which is installed for production. */
export type Advisory = {
  /** `GHSA-…` where it has one, else its URL. */
  readonly id: string;
  readonly url: string;
  readonly package: string;
  readonly level: Level;
  readonly title: string;
};

/** The registry was not asked, or did not answer: nothing is known. */
export class NotAsked extends Error {
  override readonly name = 'NotAsked';
}

const found = z.object({
  name: z.string(),
  title: z.string(),
  url: z.string(),
  severity: z.enum(['info', ...levels]),
});
const report = z.object({
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), found])) })),
});
const failure = z.object({ message: z.string().optional(), error: z.object({ summary: z.string() }).optional() });

/** What `npm audit` knows of the packages in a folder's package-lock.json, without those for development alone. */
export async function advisoriesIn(folder: string, environment: NodeJS.ProcessEnv): Promise<readonly Advisory[]> {
  const output = await npm(folder, ['audit', '--omit=dev', '--json'], environment);
  const answer = jsonIn(output);
  const result = report.safeParse(answer);
  if (!result.success) {
    const { message, error } = failure.safeParse(answer).data ?? {};
    throw new NotAsked((error?.summary || message || output.trim().split('\n').at(-1) || 'npm said nothing').trim());
  }
  const advisories = Object.values(result.data.vulnerabilities).flatMap(({ via }) =>
    via.flatMap((each): readonly Advisory[] => {
      if (typeof each === 'string' || each.severity === 'info') return [];
      const { name, title, url, severity: level } = each;
      return [{ id: /GHSA(?:-\w{4}){3}/.exec(url)?.[0] ?? url, url, package: name, level, title }];
    }),
  );
  return [...new Map(advisories.map((each) => [`${each.id} ${each.package}`, each])).values()];
}

function jsonIn(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

/** npm ends with 1 where it found something, and where it could not look; what it printed tells which. */
function npm(cwd: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const isWindows = process.platform === 'win32';
  return new Promise((resolve) => {
    execFile(isWindows ? 'npm.cmd' : 'npm', words, { cwd, env, shell: isWindows, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve(stdout.trim() === '' ? `${stderr}\n${error?.message ?? ''}` : stdout),
    );
  });
}
