import { defineRule, listOf, unique } from '../../src/lint/kit.ts';
import type { ProtoContract } from '../../src/model/contract.ts';
import { isNonEmpty } from '../../src/model/evidence.ts';
import type { Model } from '../../src/model/model.ts';
import { copiesIn, type Copies } from './copies.ts';
import { differencesOf } from './differences.ts';

export default defineRule({
  id: 'contract-drift',
  group: 'contracts',
  tier: 'proven',
  summary: 'Copies of one contract say the same on the wire.',
  why: 'A copy is made to get going and is then changed on one side. Protobuf does not complain: a field whose number moved is read as another one or dropped, so the call succeeds and the value is wrong. It shows as orders without an amount, weeks later, in production only.',
  decided:
    'Protobuf files of one package that declare the same service or message are copies. Their fields are compared by name and number, their types by how they travel, RPCs by what they take, answer and stream, enums by their numbers. One finding for each pair of files, with the places in both. It is a warning where only names of fields differ: their bytes are read, but under another name, and JSON is not.',
  notReported: [
    'comments, options, order and formatting',
    'types of one wire format: int32 and int64, string and bytes, an enum and a number',
    'a field, message or RPC that only one copy has: the other side skips it',
    'the same names in different packages, `v1` and `v2` among them',
    'files without a package that merely share names such as Empty',
    'contracts of third parties: google.*, third_party, vendor',
    'copies of systems in one repository that never meet: chapters of a course, the same system in two languages',
    'JSON schemas and OpenAPI documents',
  ],
  remedy:
    'Keep one copy in a package that both depend on, or generate from a registry; until then take over the side that is deployed',
  sources: [
    'Protocol Buffers documentation: Language guide, Updating a message type',
    'Protocol Buffers documentation: Encoding',
    'Buf, Breaking change detection: rules of category WIRE',
  ],
  messages: {
    drift: ({ name, first, more }: { name: string; first: string; more: number }) =>
      `Two copies of ${name} disagree: ${first}${more > 0 ? `, and ${more} more` : ''}`,
  },
  *check(model, say) {
    for (const copies of copiesIn(model.contracts.protos)) {
      const found = [...differencesOf(...copies)];
      if (!isNonEmpty(found)) continue;
      const [first, ...rest] = found;
      const [one, other] = copies;
      yield say(
        'drift',
        { name: nameOf(copies), first: `${shortened(first.about, one)} ${first.what}`, more: rest.length },
        {
          at: first.one,
          related: found
            .slice(0, 6)
            .flatMap(({ about, what, other: place }, index) => [
              ...(index === 0 ? [] : [{ ...(found[index]?.one ?? place), note: `${shortened(about, one)} ${what}` }]),
              { ...place, note: `${shortened(about, one)}, the other copy` },
            ]),
          services: servicesOf(model, copies),
          subject: [one.file, other.file],
          ...(found.every(({ isNameOnly }) => isNameOnly) ? { grade: 'warning' } : {}),
          detail: `${one.file} and ${other.file} are copies of one contract.`,
          proof: found.map(({ about, what, other: place }) => ({ about, text: what, at: place })),
        },
      );
    }
  },
});

const shortened = (about: string, { package: of }: ProtoContract): string =>
  of !== '' && about.startsWith(`${of}.`) ? about.slice(of.length + 1) : about;

const nameOf = ([one]: Copies): string =>
  one.package ||
  listOf(one.services.map(({ name }) => name).slice(0, 2)) ||
  one.file.slice(one.file.lastIndexOf('/') + 1);

/** Who serves and asks what the copies describe, and who keeps one of them. */
function servicesOf(model: Model, copies: Copies): readonly string[] {
  const ends = copies.flatMap(({ services }) =>
    services.flatMap(({ servedBy, consumedBy }) => [...servedBy, ...consumedBy]),
  );
  const keepers = model.services.filter(({ path }) =>
    copies.some(({ file }) => path !== '' && file.startsWith(`${path}/`)),
  );
  return unique([...ends, ...keepers.map(({ name }) => name)]).toSorted();
}
