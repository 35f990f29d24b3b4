import { each, load, type Parse } from './parse.ts';

export const asyncapi: Parse = async (texts) => {
  const module = await load('@asyncapi/parser/cjs/index.js');
  const Parser = module.Parser ?? module.default.Parser;
  const tool = new Parser();
  return each(async (text) => {
    const { document, diagnostics } = await tool.parse(text);
    const mistakes = diagnostics
      .filter(({ severity }: { severity: number }) => severity === 0)
      .map(({ message, path }: { message: string; path: string[] }) => `${path.join('/')}: ${message}`);
    return { mistakes, nodes: document?.channels().length, lines: document?.operations().length };
  })(texts);
};
