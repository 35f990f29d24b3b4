/** One step of a worked example: the file it is about, and the code it shows. */
export type Step = { readonly file: string; readonly code: string };

/** The steps of the worked example in a CONTRIBUTING.md, in order. */
export function stepsIn(page: string): readonly Step[] {
  const [, example = ''] = page.split(/^## A new use case.*$/m);
  const [own = ''] = example.split(/^## /m);
  return [...own.matchAll(/^\d+\. \*\*`([^`]+)`\*\*[^]*?```\w+\n([^]*?)```/gm)].map(([, file = '', code = '']) => ({
    file,
    code: code.replace(/^ {3}/gm, ''),
  }));
}

/**
 * What somebody does who follows a step and knows where things go: an import to the imports, an RPC into the service, a
 * constant in place of the one of that name, a method beside the other handlers, all else at the end of the file.
 */
export function followed(text: string, { file, code }: Step): string {
  const blocks = code.trim().split(/\n\n(?=\S)/);
  return blocks.reduce((now, block) => withBlock(now, block, file), text);
}

function withBlock(text: string, block: string, file: string): string {
  if (text === '') return `${block}\n`;
  if (block.startsWith('import ')) return `${block}\n${text}`;
  if (block.startsWith('rpc ')) return text.replace(/(\nservice \w+ \{[^]*?)\n\}/, `$1\n\n${block}\n}`);
  const constant = /^const (\w+) = /.exec(block)?.[1];
  if (constant !== undefined) return text.replace(new RegExp(`const ${constant} = \\{[^]*?\\}( as const)?;`), block);
  if (/^async \w+\(/.test(block)) return text.replace(/\n {2}\}\);\n\}/, `\n${block}\n  });\n}`);
  return file.endsWith('.ts') ? `${text}\n${block}\n` : `${text}\n${block}\n`;
}
