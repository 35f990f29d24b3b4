// Writes rules/<id>/README.md from rule.ts and cases.ts; docs/rules.md and the JSON Schema of msvc.yaml from all of them.
//
//   node .ci/rule-pages.ts            write them
//   node .ci/rule-pages.ts --check    exit 1 where one is out of date
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { configSchemaWith, schemaOf } from '../src/cli/config-schema.ts';
import { rules as listed } from '../src/cli/rules.ts';
import type { Case } from '../src/lint/kit.ts';
import { severityIn } from '../src/lint/presets.ts';
import { severityOf, type Rule, type Tier } from '../src/model/rule.ts';
import { groups } from '../src/report/rules.ts';
import type { Fix } from '../src/scaffold/fix-kit.ts';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'rules');
const load = async <T>(id: string, file: string): Promise<T> => {
  const loaded: { default: T } = await import(pathToFileURL(join(folder, id, file)).href);
  return loaded.default;
};
const proof: Readonly<Record<Tier, string>> = {
  proven: 'both ends of the fault are shown',
  'local-absence': 'a concrete place lacks what would have to stand in this repository',
  advice: 'a measure is past a threshold',
};

const kinds: Readonly<Record<Tier, string>> = { proven: 'proven', 'local-absence': 'absence', advice: 'advice' };

/** The pages by path. */
export async function pages(): Promise<Map<string, string>> {
  const ids = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const written = new Map<string, string>();
  const rules: Rule[] = [];
  for (const id of ids) {
    const rule = await load<Rule>(id, 'rule.ts');
    rules.push(rule);
    const fix = existsSync(join(folder, id, 'fix.ts')) ? await load<Fix>(id, 'fix.ts') : undefined;
    written.set(`rules/${id}/README.md`, pageOf(rule, await load<readonly Case[]>(id, 'cases.ts'), fix));
  }
  written.set('docs/rules.md', listOf(rules));
  written.set('docs/json-schemas/msvc.schema.json', `${JSON.stringify(configSchemaWith(listed), null, 2)}\n`);
  return written;
}

const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function pageOf(rule: Rule, cases: readonly Case[], fix: Fix | undefined): string {
  const shown = cases.filter(({ page }) => page);
  const commands = [
    ...(fix ? ['msvc lint --fix --dry-run   # shows the repair', 'msvc lint --fix'] : []),
    ...(rule.commands ?? []),
  ];
  return (
    [
      '<!-- Generated from rule.ts and cases.ts by `npm run rules:docs`. -->',
      `# ${rule.id}`,
      `**${rule.summary}**`,
      `${capital(severityOf(rule.tier))} by default: ${proof[rule.tier]}. ${presetsOf(rule)} Group: [${rule.group}](../../docs/rules.md#${rule.group}).`,
      '## Why it matters',
      rule.why,
      '## How it is decided',
      rule.decided,
      'Not reported:',
      bullets(rule.notReported),
      '## Examples',
      'Run as tests as they stand here; each has the `package.json` files it needs beside it.',
      ...shown.map(exampleOf),
      '## What to do',
      sentence(rule.remedy),
      ...(fix ? [`\`--fix\` does it where it is safe: ${sentence(fix.summary)}`] : []),
      ...(commands.length ? [`\`\`\`sh\n${commands.join('\n')}\n\`\`\``] : []),
      ...(rule.wrong ? ['## When it is wrong', sentence(rule.wrong)] : []),
      '## In msvc.yaml',
      settingsOf(rule),
      '## Sources',
      bullets(rule.sources),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

/** What each preset makes of it, in a sentence. */
function presetsOf(rule: Rule): string {
  const strict = severityIn('strict', rule);
  const usual = severityOf(rule.tier);
  const words = strict === usual ? '' : `; \`strict\` makes it ${strict === 'error' ? 'an error' : `a ${strict}`}`;
  return rule.optIn ? `Opt-in: on in the presets \`all\` and \`strict\`${words}.` : `On in every preset${words}.`;
}

function exampleOf({ title, files, base, findings }: Case): string {
  const said = findings.map(({ severity, message, at }) => `${severity}: ${message} (${at})`);
  const trees = Object.entries(files)
    .filter(([path]) => !path.endsWith('package.json'))
    .map(([path, text]) => `\`${path}\`\n\n${fenced(path, text)}`);
  return [
    `### ${findings.length ? 'Reports' : 'Does not report'} ${title}`,
    ...trees,
    ...Object.entries(base ?? {}).map(([path, text]) => `\`${path}\` in the base commit\n\n${fenced(path, text)}`),
    ...(said.length ? [`\`\`\`text\n${said.join('\n')}\n\`\`\``] : []),
  ].join('\n\n');
}

function fenced(path: string, text: string): string {
  const language = (/[.](\w+)$/.exec(path)?.[1] ?? 'text').replace(/^env$/, 'sh');
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/^`+/gm)].map(([ticks]) => ticks.length + 1)));
  return `${fence}${language}\n${text.trim()}\n${fence}`;
}

function settingsOf({ id, options }: Rule): string {
  const specs = Object.entries(options);
  if (specs.length === 0)
    return `No options. Its severity: \`rules: { ${id}: warning }\` (\`error\`, \`warning\`, \`info\`, \`off\`).`;
  const defaults = specs.map(([name, spec]) => `    ${name}: ${JSON.stringify(spec.default)}`);
  const schema = Object.fromEntries(specs.map(([name, spec]) => [name, schemaOf(spec)]));
  return [
    `\`\`\`yaml\nrules:\n  ${id}:\n${defaults.join('\n')}\n\`\`\``,
    bullets(
      specs.map(
        ([name, spec]) => `\`${name}\`: ${spec.about} It is ${spec.wanted}; default ${JSON.stringify(spec.default)}.`,
      ),
    ),
    `As JSON Schema:\n\n\`\`\`json\n${JSON.stringify(schema, null, 2)}\n\`\`\``,
  ].join('\n\n');
}

const listOf = (rules: readonly Rule[]): string =>
  [
    '<!-- Generated by `npm run rules:docs`. -->',
    '# The rules',
    '',
    `Presets: \`recommended\` is what nobody has to name; \`all\` has the opt-in rules too; \`strict\` is \`all\`, with what is absent as an error and advice as a warning. \`preset: strict\` in \`msvc.yaml\`, or \`msvc lint --preset strict\`.`,
    '',
    ...Object.entries(groups).flatMap(([group, about]) =>
      groupOf(
        group,
        about,
        rules.filter((rule) => rule.group === group),
      ),
    ),
  ].join('\n');

const groupOf = (group: string, about: string, rules: readonly Rule[]): string[] =>
  rules.length === 0
    ? []
    : [
        `## ${group}`,
        '',
        sentence(capital(about)),
        '',
        '| rule | kind of proof | recommended | strict | law |',
        '| --- | --- | --- | --- | --- |',
        ...rules.map((rule) => {
          const { id, tier, summary } = rule;
          return `| [${id}](../rules/${id}/README.md) | ${kinds[tier]} | ${severityIn('recommended', rule)} | ${severityIn('strict', rule)} | ${summary} |`;
        }),
        '',
      ];

if (process.argv[1] === import.meta.filename) {
  const stale = [...(await pages())].filter(([path, text]) => {
    const file = join(root, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });
  if (process.argv.includes('--check')) {
    for (const [path] of stale) console.error(`${path} is out of date: npm run rules:docs`);
    process.exitCode = stale.length ? 1 : 0;
  } else {
    for (const [path, text] of stale) writeFileSync(join(root, path), text);
    console.log(stale.length ? `wrote ${stale.map(([path]) => path).join(', ')}` : 'all pages are up to date');
  }
}
