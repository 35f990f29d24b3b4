import type { LintReport } from '../types.ts';
import type { PrettyOptions } from './pretty.ts';

/** A result in words; only what people read looks at the options. */
export type Render = (report: LintReport, options: PrettyOptions) => string;

/** The formats of `msvc lint --format`, loaded when they are asked for. The first is what nobody has to name. */
export const formats = {
  pretty: async () => (await import('./pretty.ts')).renderPretty,
  json: async () => (await import('./json.ts')).renderLintJson,
  sarif: async () => (await import('../sarif/sarif.ts')).renderSarif,
  github: async () => (await import('./github.ts')).renderGithub,
  gitlab: async () => (await import('./gitlab.ts')).renderGitlab,
  junit: async () => (await import('./junit.ts')).renderJunit,
  markdown: async () => (await import('./markdown.ts')).renderMarkdown,
  checkstyle: async () => (await import('./checkstyle.ts')).renderCheckstyle,
  unix: async () => (await import('./unix.ts')).renderUnix,
  agent: async () => (await import('./agent.ts')).renderAgent,
} satisfies Readonly<Record<string, () => Promise<Render>>>;
export type Format = keyof typeof formats;

/** Their names, in the order of the help. */
export const formatNames = [
  'pretty',
  'json',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'markdown',
  'checkstyle',
  'unix',
  'agent',
] as const satisfies readonly Format[];
