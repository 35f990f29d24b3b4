import type { WorkspaceFiles } from '../workspace.ts';
import { CannotFix } from './types.ts';

/** One instruction of a Dockerfile with its offsets: from its first character to the end of its last line. */
export type Instruction = {
  readonly word: string;
  readonly rest: string;
  readonly from: number;
  readonly to: number;
};
export type Stage = { readonly image: string; readonly name?: string; readonly instructions: readonly Instruction[] };
export type Dockerfile = { readonly path: string; readonly text: string; readonly stages: readonly Stage[] };

/** Opens a Dockerfile; throws `CannotFix` where it is gone or has no stage. */
export function dockerfileOf({ read }: WorkspaceFiles, path: string): Dockerfile {
  const text = read(path);
  if (text === undefined) throw new CannotFix(`${path} cannot be read.`);
  const stages: { image: string; name?: string; instructions: Instruction[] }[] = [];
  for (const instruction of instructionsOf(text)) {
    if (instruction.word === 'FROM') stages.push({ ...fromOf(instruction.rest), instructions: [] });
    else stages.at(-1)?.instructions.push(instruction);
  }
  if (stages.length === 0) throw new CannotFix(`${path} has no FROM.`);
  return { path, text, stages };
}

/** The image that a stage starts from at last, through the stages before it. */
export function baseOf({ stages }: Dockerfile, stage: Stage): string {
  const before = stages.slice(0, stages.indexOf(stage));
  const parent = before.find(({ name }) => name?.toLowerCase() === stage.image.toLowerCase());
  return parent ? baseOf({ path: '', text: '', stages: before }, parent) : stage.image;
}

function fromOf(rest: string): { image: string; name?: string } {
  const [image = '', as = '', name] = rest.split(/\s+/).filter((word) => !word.startsWith('--'));
  return /^as$/i.test(as) && name !== undefined ? { image, name } : { image };
}

/** Comments are skipped, also inside an instruction of several lines; here-documents belong to their instruction. */
function* instructionsOf(text: string): Generator<Instruction> {
  const lines = [...text.matchAll(/[^\n]*(?:\n|$)/g)].filter(([line]) => line !== '');
  for (let index = 0; index < lines.length; index += 1) {
    const [first = ''] = lines[index] ?? [];
    const match = /^\s*([A-Za-z]+)\s+(.*)/.exec(first);
    if (!match || first.trimStart().startsWith('#')) continue;
    const from = lines[index]?.index ?? 0;
    const parts = [match[2] ?? ''];
    while (index + 1 < lines.length && (/\\\s*$/.test(parts.at(-1) ?? '') || isComment(lines[index]?.[0]))) {
      index += 1;
      parts.push(lines[index]?.[0] ?? '');
    }
    const end = /<<-?["']?(\w+)["']?/.exec(parts.join(''))?.[1];
    if (end !== undefined)
      index = Math.max(
        index,
        lines.findIndex(([line], at) => at > index && line.trim() === end),
      );
    const last = lines[index];
    yield {
      word: (match[1] ?? '').toUpperCase(),
      rest: parts.map((part) => part.replace(/\\?\s*$/, '').trim()).join(' '),
      from,
      to: (last?.index ?? 0) + (last?.[0].replace(/\r?\n$/, '').length ?? 0),
    };
  }
}

const isComment = (line: string | undefined): boolean => line?.trimStart().startsWith('#') ?? false;
