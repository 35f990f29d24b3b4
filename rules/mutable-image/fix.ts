import { CannotFix, offsetOf, type Change, type Fix, type FixInput } from '../../src/scaffold/fix-kit.ts';
import type { Place } from '../../src/model/evidence.ts';

/** Names the version that the rest of the workspace names. Which one is meant where nobody does, no repository knows. */
const fix: Fix = {
  rule: 'mutable-image',
  summary:
    'Takes for the base of an image the tag or digest by which the rest of the workspace names it, where there is exactly one.',
  plan: async (input) => {
    const { finding } = input;
    const image = finding.subject[0] ?? '';
    if (!isDockerfile(finding.at.file))
      throw new CannotFix(
        `Which version runs now stands nowhere: ask where it runs (\`docker inspect\`, \`kubectl describe pod\`), and name that one instead of ${image}.`,
      );
    const version = versionOf(image, input);
    const places = [finding.at, ...finding.related];
    return {
      done: `names ${version}, as elsewhere in the workspace`,
      changes: changesFor(places, { image, version }, input),
    };
  },
};
export default fix;

/** What runs may have written data in its own version; a base is built anew with every image. */
const isDockerfile = (file: string): boolean => /(?:docker|container)file[^/]*$/i.test(file);

const nameOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/]*$/, '');

/** A digest says most, so it comes before the tag that it stands with. */
function versionOf(image: string, { model: { deployment } }: FixInput): string {
  const named = [
    ...deployment.images.flatMap(({ bases }) => bases.map((base) => base.image)),
    ...deployment.containers.flatMap((container) => container.image?.name ?? []),
  ].filter((one) => nameOf(one) === nameOf(image) && one !== nameOf(one) && !/:latest$|\$/.test(one));
  const digests = [...new Set(named.filter((one) => one.includes('@')))];
  const [version, ...others] = digests.length > 0 ? digests : [...new Set(named)];
  const pinned = `${nameOf(image)}:VERSION`;
  const command = `docker buildx imagetools inspect ${pinned}`;
  if (version === undefined)
    throw new CannotFix(
      `Which version is meant stands nowhere: choose one and write ${pinned}, or the digest that \`${command}\` prints.`,
    );
  if (others.length > 0)
    throw new CannotFix(`The workspace names several: ${[version, ...others].sort().join(', ')}. Choose one.`);
  return version;
}

type Swap = { readonly image: string; readonly version: string };

function changesFor(places: readonly Place[], { image, version }: Swap, { files }: FixInput): readonly Change[] {
  const changes = new Map<string, Extract<Change, { kind: 'edit-text' }>>();
  for (const place of places) {
    const text = files.read(place.file) ?? '';
    const line = offsetOf({ path: place.file, text }, { line: place.line, column: 1 });
    const end = text.indexOf('\n', line);
    const found = wordAt(text.slice(line, end === -1 ? text.length : end), image);
    if (found === undefined)
      throw new CannotFix(`${place.file}:${place.line} names ${image} in a way that msvc does not change.`);
    const edit = { from: line + found, to: line + found + image.length, text: version };
    const known = changes.get(place.file);
    changes.set(place.file, { kind: 'edit-text', path: place.file, of: text, edits: [...(known?.edits ?? []), edit] });
  }
  return [...changes.values()];
}

/** Where a line names the image as a whole word. */
function wordAt(line: string, image: string): number | undefined {
  const at = line.indexOf(image);
  return at === -1 || /[\w.:@/-]/.test(line[at - 1] ?? '') || /[\w.:@/-]/.test(line[at + image.length] ?? '')
    ? undefined
    : at;
}
