import { isSample } from '../../src/lint/kit.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Model } from '../../src/model/model.ts';

/** An image where it is named. `state` is what is known of its tag. */
export type Named = {
  readonly image: string;
  readonly state: State;
  readonly services: readonly string[];
  readonly at: Evidence;
};
export type State = 'fixed' | 'untagged' | 'latest' | 'unknown';

/** Every image that a manifest runs or a Dockerfile stands on. */
export function imagesNamed({ deployment }: Model): readonly Named[] {
  const run = deployment.containers.flatMap(({ image, isBuilt, isTagged, service }): readonly Named[] => {
    if (!image || isBuilt) return [];
    const state = stateIn(image.name, image.written);
    const services = service === undefined ? [] : [service];
    return [{ image: image.name, state: isTagged && state !== 'fixed' ? 'unknown' : state, services, at: image.at }];
  });
  const own = namesBuiltHere({ deployment });
  const built = deployment.images.flatMap(({ bases, services }) =>
    bases.map(({ image, written, at }) => ({
      image,
      state: own.has(image) ? ('unknown' as const) : stateIn(image, written),
      services,
      at,
    })),
  );
  return [...run, ...built].filter(({ image, at }) => image !== '' && image !== 'scratch' && !isSample(at.file));
}

/** What manifests call the images they build, and what Dockerfiles are called after: `base.Dockerfile`, `Dockerfile.base`. */
function namesBuiltHere({ deployment }: Pick<Model, 'deployment'>): ReadonlySet<string> {
  const named = deployment.containers.flatMap(({ isBuilt, image }) => (isBuilt && image ? [image.name] : []));
  const called = deployment.images.flatMap(({ file, bases }) => {
    const [, after, before] = /(?:^|\/)(?:Dockerfile\.([\w-]+)|([\w-]+)\.Dockerfile)$/i.exec(file) ?? [];
    const name = after ?? before;
    // `Dockerfile.node` that stands on `node` makes no `node`.
    return name === undefined || bases.some(({ image }) => image === name) ? [] : [name];
  });
  return new Set([...named, ...called]);
}

/** The same line in several deployments: where one of them names a version, that is how it is deployed. */
export function stateOf(group: readonly Named[]): State {
  const states = new Set(group.map(({ state }) => state));
  for (const state of ['fixed', 'unknown', 'latest', 'untagged'] as const) if (states.has(state)) return state;
  return 'unknown';
}

/** The part behind the last slash decides: a registry's port is no tag. */
function stateIn(image: string, written: string | undefined): State {
  const last = (text: string): string => text.slice(text.lastIndexOf('/') + 1);
  if (image.includes('@')) return 'fixed';
  if (/\$/.test(image) || (written !== undefined && /[$)}]/.test(lastWritten(written)))) {
    const tag = /:([\w.-]+)$/.exec(written ?? image)?.[1];
    return tag === undefined ? 'unknown' : isLatest(tag) ? 'latest' : 'fixed';
  }
  const tag = /:(.*)$/.exec(last(image))?.[1];
  if (tag === undefined) return 'untagged';
  return isLatest(tag) ? 'latest' : 'fixed';
}

const isLatest = (tag: string): boolean => /^latest(?:-|$)/.test(tag);

/** A slash inside a variable's default is none of the path. */
const lastWritten = (text: string): string => {
  const plain = text.replace(/\$\{[^}]*\}|\$\([^)]*\)/g, (hole) => hole.replaceAll('/', ' '));
  return plain.slice(plain.lastIndexOf('/') + 1);
};
