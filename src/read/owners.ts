import type { OwnersFact } from '../model/fact/config.ts';
import { defineReader, nameOf } from './reader.ts';

/** CODEOWNERS: who owns which paths. */
export const ownersReader = defineReader({
  id: 'owners',
  version: 1,
  takes: (path) => nameOf(path) === 'CODEOWNERS',
  read: ({ text }) => {
    const entries = text.split(/\r?\n/).flatMap((line, index): OwnersFact['entries'] => {
      const words = line
        .replace(/(?:^|\s)#.*$/, '')
        .trim()
        .split(/(?<!\\)\s+/);
      const [pattern, ...owners] = words;
      if (!pattern || /^\^?\[/.test(pattern)) return []; // a section of GitLab
      return [{ pattern: pattern.replace(/\\ /g, ' '), owners, at: [index + 1, 1] }];
    });
    return { facts: [{ kind: 'owners', entries }], unreadable: [] };
  },
});
