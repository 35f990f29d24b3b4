const crlf = '\r\n';

/** A text with plain line ends, given those of the text that it was made from. Of a mixed one, each line that stays keeps its own. */
export async function endedAs(text: string, plain: string): Promise<string> {
  const ends = text.match(/\r?\n/g) ?? [];
  const windows = ends.filter((end) => end === crlf).length;
  if (windows === 0) return plain;
  if (windows === ends.length) return plain.replaceAll('\n', crlf);
  const usual = windows * 2 > ends.length ? crlf : '\n';
  const { diffLines } = await import('diff');
  let at = 0;
  return diffLines(text.replaceAll(crlf, '\n'), plain)
    .map(({ value, added, removed }) => {
      const isOld = !added;
      const ended = value.replaceAll('\n', () => (isOld ? (ends[at++] ?? usual) : usual));
      return removed ? '' : ended;
    })
    .join('');
}
