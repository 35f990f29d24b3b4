import { defineRule } from '../../src/lint/kit.ts';

export default defineRule({
  id: 'unreadable-file',
  group: 'hygiene',
  tier: 'proven',
  summary: 'Every file that could say something about the system can be read.',
  why: 'What stands in a file that cannot be read is missing from the map and from every other verdict, without a trace.',
  decided:
    'A reader that took the file answered with what it could not make sense of, and where. It is a warning, because the rest of the workspace can still be judged; for a large file of data it is a remark.',
  notReported: [
    'files that no reader takes',
    'tests and what stands beside them: they run in no service',
    'files that Git ignores, vendored trees and build output',
    'files or folders that msvc.yaml lists under `ignore`',
  ],
  remedy: 'Repair the file, or list it under `ignore` in msvc.yaml if it is not part of the system',
  sources: ['The tool’s own hygiene: nothing is ignored silently.'],
  messages: {
    unreadable: ({ file }: { file: string }) => `${file} cannot be read`,
  },
  *check(model, say) {
    for (const { file, why, at, isData } of model.unreadable) {
      const [line, column] = at;
      const proof = { at: { file, line, column }, related: [], services: [], subject: [file] as const };
      yield say('unreadable', { file }, { ...proof, detail: why, grade: isData ? 'info' : 'warning' });
    }
  },
});
