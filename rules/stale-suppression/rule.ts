import { defineRule } from '../../src/lint/kit.ts';

export default defineRule({
  id: 'stale-suppression',
  group: 'hygiene',
  tier: 'proven',
  isLast: true,
  summary: 'What is written to keep the tool quiet still keeps something quiet, for a reason, and not for ever.',
  why: 'A suppression outlives the fault that it was written for. The next fault in that place, another one, is then silenced by a comment that nobody has read in years, and the outage that it leads to was never reported.',
  decided:
    'Every `msvc-ignore` comment and every entry of `suppress` in msvc.yaml is compared with what the rules report: one that silences nothing, has ended, gives no reason or names no rule is a warning, and only one that is in order silences anything. A glob under `ignore` and an entry of an allow list without which everything would be the same are remarks.',
  notReported: [
    'a suppression of a rule that is off, or not in the preset of this run',
    'a suppression in a file that could not be read',
    'a wrong rule, day or missing reason in msvc.yaml, which is a mistake in the configuration (exit 2)',
  ],
  remedy: 'Take it out, or give it a reason and a day that hold',
  sources: ['The tool’s own hygiene: nothing is ignored silently.'],
  messages: {
    stale: ({ message }: { message: string }) => message,
    ignores: ({ pattern }: { pattern: string }) => `msvc.yaml ignores ${pattern}, and nothing here has that path`,
  },
  *check(model, say) {
    for (const { at, message, remedy, subject, isHarmless } of model.upkeep.suppressions) {
      const [first = at.file, ...rest] = subject;
      const proof = { at, related: [], services: [], subject: [first, ...rest] as const, remedy };
      yield say('stale', { message }, { ...proof, grade: isHarmless ? 'info' : 'warning' });
    }
    for (const { what, text, at } of model.idle) {
      if (what !== 'ignore') continue;
      const proof = { at, related: [], services: [], subject: ['ignore', text] as const, grade: 'info' as const };
      yield say('ignores', { pattern: text }, { ...proof, remedy: 'Take it out, or mend the pattern' });
    }
  },
});
