/** How a text indents, so that what is added looks as if its author had written it. */
export type Style = { readonly indent: number; readonly indentSeq: boolean };

export function styleOf(text: string): Style {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const steps = lines.flatMap((line, index) => {
    const above = lines[index - 1];
    const step = above === undefined ? 0 : depth(line) - depth(above);
    return step > 0 && above?.trimEnd().endsWith(':') && !isItem(line) ? [step] : [];
  });
  const lists = lines.flatMap((line, index) => {
    const above = lines[index - 1];
    return above?.trimEnd().endsWith(':') && isItem(line) ? [depth(line) > depth(above)] : [];
  });
  return { indent: steps[0] ?? 2, indentSeq: lists[0] ?? true };
}

const depth = (line: string): number => line.search(/\S/);
const isItem = (line: string): boolean => /^\s*- /.test(line);
