import { wordsOf } from '../model/words.ts';
import type { At } from '../model/fact/module.ts';
import { defineReader } from './reader.ts';

/** Shell scripts: the lines that start a program of the workspace. Everything else is left out. */
export const shellReader = defineReader({
  id: 'shell',
  version: 2,
  takes: (path) => /\.(?:sh|bash)$|(?:^|\/)(?:docker-)?entrypoint$/i.test(path),
  read: ({ text }) => {
    const commands = commandsOf(text);
    return { facts: commands.length > 0 ? [{ kind: 'shell', commands }] : [], unreadable: [] };
  },
});

const ofInterest =
  /^(?:node|npm|npx|pnpm|yarn|bun|nest|nx|ts-node|tsx|nodemon|pm2|pm2-runtime|python3?|gunicorn|uvicorn|java|dotnet)$/;

type Command = { readonly words: readonly string[]; readonly at: At };

/** Lines continued with a backslash joined, split at `;`, `&&` and the like, comments and `exec` dropped. */
function commandsOf(text: string): readonly Command[] {
  const commands: Command[] = [];
  let pending = '';
  let first = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*#/.test(line) || line.length > 2000 || pending.length > 20_000) continue;
    if (pending === '') first = index + 1;
    pending += line.replace(/\\$/, ' ');
    if (line.endsWith('\\')) continue;
    for (const part of pending.split(/&&|\|\||[;|()]|\s&(?:\s|$)/)) {
      const words = wordsOf(part.trim()).filter((word) => !/^(?:exec|then|do|else|time|nohup|sudo|-|if|!)$/.test(word));
      const head = words.findIndex((word) => !/^\w+=/.test(word));
      if (ofInterest.test((words[head] ?? '').replace(/^.*\//, '')))
        commands.push({ words: words.slice(head), at: [first, 1] });
    }
    pending = '';
  }
  return commands.slice(0, 200);
}
