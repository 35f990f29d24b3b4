import { oneLine } from './lines.ts';

/** Text that a Markdown page with HTML shows as it is: no markup, no mention of a person, no link to an issue. */
export const markdownText = (text: string): string =>
  oneLine(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()|~]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/(@|(?<!&)#)(?=[\w-])/g, '$1<!-- -->')
    .replace(/(\w)(:\/\/)/g, '$1:<!-- -->//')
    .replace(/\bwww\./gi, (word) => `${word.slice(0, 3)}<!-- -->.`);

/** The same as code, which neither mentions nor links. */
export const markdownCode = (text: string): string =>
  `<code>${oneLine(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()|~]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</code>`;
