import { defineRule } from '../../src/lint/kit.ts';

export default defineRule({
  id: 'unknown-context',
  group: 'hygiene',
  tier: 'proven',
  summary: 'Every context that msvc.yaml declares has code here.',
  why: 'A context whose folder was renamed covers nothing any more: its services fall back to contexts of their own, so what the team meant to share is reported, and an owner is named for code that somebody else changes.',
  decided:
    'Every path of a context must cover a folder that was read. A context without paths must be the name of a service or of a folder.',
  notReported: [
    'a context without paths in a workspace that declares itself `partial`: it may lie in another repository',
    'a context that a relationship names and msvc.yaml does not declare, which is a mistake in the configuration (exit 2)',
  ],
  remedy: 'Mend the path or the name in msvc.yaml, or take the context out',
  sources: ['The tool’s own hygiene: nothing is ignored silently.'],
  messages: {
    path: ({ context, path }: { context: string; path: string }) =>
      `The context ${context} is said to lie in ${path}, and there is nothing`,
    name: ({ context }: { context: string }) => `No service and no folder here is called ${context}`,
  },
  *check(model, say) {
    for (const idle of model.idle) {
      const proof = { at: idle.at, related: [], services: [], grade: 'warning' as const };
      if (idle.what === 'path') {
        const { context, text: path } = idle;
        yield say('path', { context, path }, { ...proof, subject: [context, path] });
      } else if (idle.what === 'context') {
        yield say('name', { context: idle.text }, { ...proof, subject: [idle.text] });
      }
    }
  },
});
