import { defineRule, groupBy } from '../../src/lint/kit.ts';
import type { Named } from './images.ts';
import { imagesNamed, stateOf } from './images.ts';

export default defineRule({
  id: 'mutable-image',
  group: 'running',
  tier: 'proven',
  summary: 'An image is named by a version, so that what was tested is what runs.',
  why: 'Without a tag, or with `latest`, whoever pulls decides which version runs: two replicas of one deployment may run different code, a node that restarts at night brings a new major version of the database, and a rollback rolls back to nothing. Builds break on days when nobody changed anything.',
  decided:
    'Every image that a Dockerfile stands on (`FROM`), and every image that compose or Kubernetes runs, is violated when it has no tag or the tag is `latest`. Images that compose builds itself have none to be named by. A tag that comes from a variable, a chart value or a tool is decided elsewhere: unknown.',
  notReported: [
    'digests (`@sha256:…`), and tags that move slower: `node:24`, `postgres:18-alpine`',
    'compose services with `build`: their `image` names the result',
    'stages of the same Dockerfile, images that the workspace builds itself, and `scratch`',
    'images whose tag Skaffold or Kustomize puts in',
    'tags out of variables, build arguments and chart values: unknown, whatever their default',
    'Dockerfiles of tests, samples and development containers',
  ],
  remedy: 'Name a version, or better a digest: docker buildx imagetools inspect IMAGE:TAG prints it',
  looksAt: 'image',
  sources: [
    'Kubernetes documentation: Images, Image names and image pull policy',
    'Docker documentation: Building best practices, Pin base image versions',
    'Hadolint: DL3006, DL3007',
  ],
  messages: {
    untagged: ({ image }: { image: string }) => `${image} has no tag: which version runs is decided when it is pulled`,
    latest: ({ image }: { image: string }) => `${image} is another image tomorrow`,
  },
  *check(model, say) {
    for (const group of groupBy(imagesNamed(model), ({ at, image }) => `${at.file}\n${image}`)) {
      const [first] = group;
      if (!first) continue;
      const state = stateOf(group);
      const services = servicesOf(group);
      if (state === 'unknown') {
        const undecided = `the tag of ${first.image} is decided elsewhere`;
        yield { undecided, at: first.at, services };
      } else if (state !== 'fixed') {
        const places = [...new Map(group.map(({ at }) => [at.line, at])).values()];
        yield say(
          state,
          { image: first.image },
          {
            at: first.at,
            related: places.slice(1).map((place) => ({ ...place, note: 'here too' })),
            services,
            subject: [first.image, first.at.file],
          },
        );
      }
    }
  },
});

const servicesOf = (group: readonly Named[]): string[] =>
  [...new Set(group.flatMap(({ services }) => services))].sort();
