import { wordsOf } from '../model/words.ts';
import { emptyContainer } from '../model/fact/empty-container.ts';
import type { EnvEntry } from '../model/fact/env.ts';
import type { ContainerFact } from '../model/fact/infrastructure.ts';
import type { At } from '../model/fact/module.ts';
import { placeFinderOf } from './places.ts';
import { defineReader, given, nameOf } from './reader.ts';
import { masked } from './secrets.ts';

/** Process managers: Procfile, and pm2's ecosystem file as JSON or as a script that is read, never run. */
export const processesReader = defineReader({
  id: 'processes',
  version: 1,
  takes: (path) =>
    /^Procfile(?:\.\w+)?$|^(?:ecosystem(?:[.-][\w-]+)?|pm2|process(?:es)?)(?:\.config)?\.(?:c?js|json|ts)$/.test(
      nameOf(path),
    ),
  read: ({ file, text }) => ({
    facts: nameOf(file).startsWith('Procfile') ? procfileOf(text) : appsOf(text),
    unreadable: [],
  }),
});

function procfileOf(text: string): readonly ContainerFact[] {
  return text.split(/\r?\n/).flatMap((line, index): readonly ContainerFact[] => {
    const [, name, command] = /^([A-Za-z][\w-]*)\s*:\s*(\S.*)$/.exec(line) ?? [];
    if (name === undefined || command === undefined || name === 'release') return [];
    return [processOf(name, wordsOf(command), [index + 1, 1])];
  });
}

/** The objects of pm2's `apps`, each found around its `script`. */
function appsOf(text: string): readonly ContainerFact[] {
  const placeOf = placeFinderOf(text);
  const code = text.replace(/(^|\s)\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (comment) => comment.replace(/[^\n]/g, ' '));
  if (!/\bapps["']?\s*[:=]/.test(code)) return [];
  const found = code.matchAll(/["']?\bscript["']?\s*:\s*(["'`])([^"'`\n]{1,300})\1/g);
  return [...found].slice(0, 200).map((match): ContainerFact => {
    const object = objectAround(code, match.index);
    const field = (name: string): string | undefined =>
      new RegExp(`["']?\\b${name}["']?\\s*:\\s*(["'\`])([^"'\`\\n]{0,500})\\1`).exec(object)?.[2];
    const script = match[2] ?? '';
    const isTool = /^(?:npm|yarn|pnpm|npx|node|bun)$/.test(script);
    const interpreter = field('interpreter');
    const command = [...(isTool ? [] : [interpreter ?? 'node']), script, ...wordsOf(field('args') ?? '')];
    const name = field('name') ?? script.replace(/^.*\/|\.\w+$/g, '');
    return {
      ...processOf(name, command, placeOf(match.index)),
      ...given('workingDir', field('cwd')),
      env: envOf(object, placeOf(match.index)),
    };
  });
}

function objectAround(code: string, at: number): string {
  let depth = 0;
  let start = at;
  for (; start > 0 && at - start < 5000; start -= 1) {
    if (code[start] === '}') depth += 1;
    else if (code[start] === '{' && depth === 0) break;
    else if (code[start] === '{') depth -= 1;
  }
  depth = 0;
  let end = start;
  for (; end < code.length && end - start < 10_000; end += 1) {
    if (code[end] === '{') depth += 1;
    else if (code[end] === '}') depth -= 1;
    if (depth === 0) break;
  }
  return code.slice(start, end + 1);
}

function envOf(object: string, at: At): readonly EnvEntry[] {
  const block = /\benv(?:_production)?["']?\s*:\s*\{([^{}]*)\}/.exec(object)?.[1] ?? '';
  return [...block.matchAll(/["']?([A-Za-z_]\w*)["']?\s*:\s*(?:(["'`])([^"'`\n]*)\2|(\d+|true|false))/g)].flatMap(
    ([, name, , text, plain]) => (name === undefined ? [] : [{ name, value: masked(name, text ?? plain ?? ''), at }]),
  );
}

const processOf = (name: string, command: readonly string[], at: At): ContainerFact => ({
  ...emptyContainer,
  source: 'process',
  name,
  command,
  at,
});
