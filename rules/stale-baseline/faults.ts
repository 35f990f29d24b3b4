import type { Fault } from '../../src/lint/kit.ts';

const entry = (rule: string, fingerprint = '0123456789ab') =>
  `{"rule":"${rule}","fingerprint":"${fingerprint}","message":"what was said"}\n`;

/** An entry of a rule that is run, and finds nothing in a clean workspace. */
const gone = (where: Fault['in'], context: string, rule: string): Fault => ({
  title: `an entry of ${rule} whose finding is gone from ${context}`,
  in: where,
  edits: { [`.msvc/baseline/${context}.jsonl`]: entry(rule) },
  at: { file: `.msvc/baseline/${context}.jsonl`, line: `"rule":"${rule}"` },
});

export default [
  gone('generated', 'orders', 'dual-write'),
  gone('generated', 'workspace', 'unreadable-file'),
  gone('nest', 'rooms', 'shared-database'),
  gone('express', 'api', 'missing-timeout'),
  gone('express', 'tracking', 'a-rule-that-was-taken-out'),
  {
    title: 'the second entry of two',
    in: 'nest',
    edits: {
      '.msvc/baseline/notices.jsonl': entry('sync-chain') + entry('missing-idempotency', 'ffffffffffff'),
    },
    at: { file: '.msvc/baseline/notices.jsonl', line: 'ffffffffffff' },
  },
] satisfies readonly Fault[];
