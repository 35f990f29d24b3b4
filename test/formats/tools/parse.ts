import { pathToFileURL } from 'node:url';
import { inPackage } from './install.ts';

export type Texts = ReadonlyMap<string, string>;
export type Said = { readonly mistakes: readonly string[]; readonly nodes?: number; readonly lines?: number };
export type Answers = ReadonlyMap<string, Said>;
export type Parse = (texts: Texts) => Promise<Answers>;

export const load = (path: string) => import(pathToFileURL(inPackage(path)).href);

/** Texts one by one; what a tool throws is its mistake. */
export const each =
  (parse: (text: string) => Promise<Omit<Said, 'mistakes'> & { readonly mistakes?: readonly string[] }>): Parse =>
  async (texts) => {
    const answers = new Map<string, Said>();
    for (const [name, text] of texts) {
      try {
        answers.set(name, { mistakes: [], ...(await parse(text)) });
      } catch (error) {
        answers.set(name, { mistakes: [error instanceof Error ? error.message.slice(0, 600) : String(error)] });
      }
    }
    return answers;
  };
