import { defineRule } from '../../src/lint/kit.ts';

export default defineRule({
  id: 'stale-baseline',
  group: 'hygiene',
  tier: 'proven',
  isLast: true,
  summary: 'What the baseline accepts is still there.',
  why: 'An entry whose finding was mended is a blank cheque: the same fault may come back, and the run that should have stopped it calls it old.',
  decided:
    'Every entry under `.msvc/baseline` whose rule was run is compared with what is found. Outside CI a whole run takes such entries out by itself; where it does not (in CI, with `--since` or `--staged`, while a file cannot be read), each is a warning.',
  notReported: ['an entry of a rule that is off, or not in the preset of this run', 'any entry with `--no-baseline`'],
  remedy: 'Run `msvc lint` here, which takes the entry out, and commit what it changed',
  sources: ['The tool’s own hygiene: nothing is ignored silently.'],
  messages: {
    gone: ({ rule, message }: { rule: string; message: string }) =>
      `The baseline accepts a finding of ${rule} that is gone: ${message}`,
  },
  *check(model, say) {
    for (const { at, rule, fingerprint, message } of model.upkeep.baseline) {
      const proof = { at, related: [], services: [], subject: [fingerprint] as const, grade: 'warning' as const };
      yield say('gone', { rule, message }, proof);
    }
  },
});
