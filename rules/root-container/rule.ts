import { defineRule, groupBy, indexOf, isForDevelopment, isSample } from '../../src/lint/kit.ts';
import type { Container, Image } from '../../src/model/deployment.ts';
import type { Model } from '../../src/model/model.ts';
import { isRootName, userOf } from './users.ts';

export default defineRule({
  id: 'root-container',
  group: 'running',
  tier: 'local-absence',
  summary: 'A container runs as somebody who is not root.',
  why: 'Whoever breaks into a process has its rights. As root he may write every file of the image, install what he likes, and one fault of the kernel or one mounted socket is all that keeps him from the node and every other service on it. A privileged container does not even have that.',
  decided:
    'An image that a service runs is violated when its last stage has no USER, or USER is root, and its base is known to run as root. It is let be where every manifest that runs it sets another user. A manifest is violated when a service of this workspace is privileged or runs as user 0 there.',
  notReported: [
    'bases that run as somebody else: distroless nonroot, Chainguard, Bitnami, unprivileged nginx, chiselled .NET',
    'images that give up root when they start (gosu, su-exec, setpriv), or start a script that may: unknown',
    'bases that are not known, such as those of a company: unknown',
    'Dockerfiles for development and tests, and those that no service runs',
    'software of others, which its own manual decides',
  ],
  remedy: 'End the Dockerfile with a USER that is not root: USER node for images of Node, else USER 1000:1000',
  looksAt: 'image',
  sources: [
    'Docker documentation: Building best practices, USER',
    'Kubernetes documentation: Pod Security Standards',
    'NIST SP 800-190, Application Container Security Guide, 4.4',
  ],
  messages: {
    image: ({ who, user }: { who: string; user: string }) => `${who} runs as root: ${user}`,
    manifest: ({ service, how }: { service: string; how: string }) => `${service} is ${how} here`,
  },
  *check(model, say) {
    for (const image of model.deployment.images) {
      const { file, services } = image;
      if (services.length === 0 || isAside(file)) continue;
      const user = userOf(image);
      if (user === 'other' || isSetElsewhere(model, image)) continue;
      const at = image.user?.at ?? image.evidence[0];
      if (user === 'unknown') {
        yield { undecided: `as whom ${image.base} runs is not known`, at, services };
        continue;
      }
      const who = services.length === 1 ? (services[0] ?? file) : file;
      const why = image.user ? `USER ${image.user.name}` : `${image.base} does, and no USER follows`;
      yield say('image', { who, user: why }, { at, related: [], services, subject: ['image', file] });
    }
    for (const same of groupBy(model.deployment.containers.filter(isRootHere), ({ service = '' }) => service)) {
      const [{ service = '', security } = {}, ...others] = same;
      if (!security) continue;
      yield say(
        'manifest',
        { service, how: security.privileged ? 'privileged' : 'made root' },
        {
          at: security.at,
          related: others.flatMap((other) => other.security?.at ?? []),
          services: [service],
          subject: ['manifest', service],
        },
      );
    }
  },
});

const isAside = (file: string): boolean => isSample(file) || isForDevelopment(file);

const isRootHere = ({ service, security }: Container): boolean =>
  service !== undefined && security !== undefined && (security.privileged || isRootName(security.user ?? ''));

const containersByFile = indexOf(({ deployment }) =>
  Map.groupBy(deployment.containers, ({ dockerfile }) => dockerfile),
);

/** Whether every manifest that runs the image makes it somebody else. */
function isSetElsewhere(model: Model, { file }: Image): boolean {
  const running = (containersByFile(model).get(file) ?? []).filter(({ source }) => source !== 'process');
  return (
    running.length > 0 &&
    running.every(
      ({ security }) => security?.nonRoot === true || (security?.user !== undefined && !isRootName(security.user)),
    )
  );
}
