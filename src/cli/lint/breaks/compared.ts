import type { Break, Breaks } from '../../../model/breaks.ts';
import type { Evidence } from '../../../model/evidence.ts';
import { folderOf } from '../../../model/paths.ts';
import { brokenIn, bufPath, type BufLine } from './buf.ts';
import { isProto, mayBeOpenapi, placed } from './files.ts';
import { modulesOf, type ProtoModule } from './modules.ts';
import { openapiBreaks } from './openapi.ts';

type Texts = ReadonlyMap<string, string>;
type Both = { readonly head: Texts; readonly base: Texts };

/** What breaks between two states of the same files. */
export async function compared(texts: Both): Promise<Omit<Breaks, 'base'>> {
  const openapi = [...texts.head].flatMap(([path, now]) => {
    const then = mayBeOpenapi(path) ? texts.base.get(path) : undefined;
    return then === undefined || then === now ? [] : openapiBreaks(path, now, then);
  });
  const configured = [...texts.head.keys()].filter((path) => /(?:^|\/)buf\.yaml$/.test(path)).map(folderOf);
  const protos = await protoBreaks(texts, configured);
  return { breaks: [...protos.breaks, ...openapi], undecided: protos.undecided };
}

async function protoBreaks(texts: Both, configured: readonly string[]): Promise<Omit<Breaks, 'base'>> {
  const all = new Map([...texts.base, ...texts.head].filter(([path]) => isProto(path)));
  const changed = modulesOf(all, configured).filter(({ files }) =>
    files.some((path) => texts.base.has(path) && texts.base.get(path) !== texts.head.get(path)),
  );
  if (changed.length === 0) return { breaks: [], undecided: [] };
  const buf = bufPath();
  const breaks = new Map<string, Break>();
  const undecided: { what: string; at: Evidence }[] = [];
  for (const module of changed) {
    const at = placed(module.files.find((path) => texts.head.has(path)) ?? module.files[0] ?? '');
    const said =
      buf === undefined
        ? 'buf is not installed with msvc (npm install @bufbuild/buf)'
        : await brokenIn(buf, module, texts);
    if (typeof said === 'string') undecided.push({ what: `${module.root || 'protobuf files'}: ${said}`, at });
    else for (const line of said) noteBreak(breaks, breakOf(line, module));
  }
  return { breaks: [...breaks.values()], undecided };
}

/** Two checks may say one thing, and two modules may share a file. */
function noteBreak(breaks: Map<string, Break>, found: Break): void {
  const key = `${found.at.file}:${found.at.line} ${found.what}`;
  if (!breaks.has(key)) breaks.set(key, found);
}

function breakOf({ path, line, type, message }: BufLine, { root, files }: ProtoModule): Break {
  const inner = path ?? files[0] ?? '';
  const file = path === undefined ? inner : root === '' ? inner : `${root}/${inner}`;
  const what = plain(message);
  return { of: 'proto', check: type, what, subject: [file, what], at: placed(file, line) };
}

/** buf's sentence without its links, numbers that two checks differ in, and the full stop. */
const plain = (message: string): string =>
  message
    .replace(/ See https?:.*$/, '')
    .replace(/^Previously present /, '')
    .replace(/ without reserving the (?:name|number) "[^"]*"/, '')
    .replace(/\.$/, '');
