import { defineRule, listOf } from '../../src/lint/kit.ts';
import { endsOf } from './consumers.ts';

export default defineRule({
  id: 'breaking-contract',
  group: 'contracts',
  tier: 'proven',
  usesBreaks: true,
  summary: 'A contract changes so that those who use it go on working.',
  why: 'Services are released one after the other, so a changed contract meets callers that were built against the one before. A field that changed its type is read as rubbish, an RPC that is gone answers UNIMPLEMENTED, and messages that were written yesterday can no longer be read today.',
  decided:
    'Protobuf files are compared with those of a base commit by buf, offline, with its checks of the category WIRE_JSON and those for what was deleted. OpenAPI documents by a comparison of its own: an operation that is gone, a parameter or field that is newly required, a field that an answer no longer has. The base is what `--since` names, else where the branch left the default branch of the remote. Each finding names who was seen to use what breaks; it is a warning where nobody was.',
  notReported: [
    'added fields, RPCs, messages, operations and optional parameters',
    'fields whose name and number are reserved',
    'packages that say they are not stable: `v1alpha1`, `v1beta1`',
    'names in Go or Java options, comments and order',
    'without a base commit, or where buf is not installed: undecided, and said',
    'files that buf cannot compile because an import is not in the repository: undecided',
    'descriptions that were deleted as a whole, and OpenAPI references into other files',
  ],
  remedy:
    'Add beside it instead: a new field, a new RPC, or the next version of the package; delete the old one when nobody uses it, and reserve its name and number',
  looksAt: 'contract',
  sources: [
    'Buf documentation: Breaking change detection, Rules and categories',
    'Protocol Buffers documentation: Updating a message type',
    'Newman, Building Microservices, 2nd edition, chapter 5: Avoiding breaking changes',
    'Richardson, Microservices Patterns, chapter 3: Evolving APIs',
  ],
  messages: {
    breaks: ({ what, consumers }: { what: string; consumers: readonly string[] }) =>
      `${what}, which ${listOf(consumers)} ${consumers.length > 1 ? 'use' : 'uses'}`,
    unused: ({ what }: { what: string }) => `${what}`,
  },
  *check({ breaks, ...rest }, say) {
    if (!breaks) return;
    const model = { breaks, ...rest };
    for (const { what, at } of breaks.undecided) yield { undecided: what, at, services: [] };
    for (const broken of breaks.breaks) {
      const { owners, consumers } = endsOf(model, broken);
      const others = consumers.filter(({ service }) => !owners.includes(service));
      const what = broken.what.charAt(0).toUpperCase() + broken.what.slice(1);
      const names = others.map(({ service }) => service);
      const proof = {
        at: broken.at,
        related: others.map(({ service, at }) => ({ ...at, label: service, note: 'uses it' })),
        services: [...new Set([...owners, ...names])],
        subject: broken.subject,
        proof: [
          { about: 'compared with', text: breaks.base ?? 'the base', at: broken.at },
          { about: 'check', text: broken.check, at: broken.at },
          ...others.map(({ service, at }) => ({ about: 'uses it', text: service, at })),
        ],
      };
      const detail = `Compared with ${breaks.base ?? 'the base'} (${broken.check}).`;
      if (names.length > 0) yield say('breaks', { what, consumers: names }, { ...proof, detail });
      else
        yield say(
          'unused',
          { what },
          { ...proof, grade: 'warning', detail: `${detail} No service of the workspace was seen to use it.` },
        );
    }
  },
});
