import { defineRule, groupBy, isForDevelopment, isSample } from '../../src/lint/kit.ts';
import type { Container, Deployment } from '../../src/model/deployment.ts';

export default defineRule({
  id: 'missing-resource-limits',
  group: 'running',
  tier: 'local-absence',
  summary: 'A container in Kubernetes says what it needs, and how much memory it may take.',
  why: 'Without requests the scheduler packs a node until its services starve each other, and the autoscaler has nothing to count with. Without a memory limit one leak takes the whole node down, and the kernel kills whichever process it likes, most often somebody else’s. Containers with neither are the first to be evicted.',
  decided:
    'A container of a workload is violated when it has no memory limit, and says so louder when it has no requests either. A limit stands for the request that is missing, as in Kubernetes. A CPU limit is not asked for: it throttles. The same workload in several manifests is one finding; where one of them says it, copies for development are let be.',
  notReported: [
    'what a template fills in, and workspaces with a LimitRange: unknown',
    'compose: it does not schedule',
    'initialising containers, which run before',
    'a missing CPU limit',
  ],
  remedy: 'Set resources.requests (cpu, memory) and resources.limits.memory; start from what kubectl top pod shows',
  looksAt: 'container',
  sources: [
    'Kubernetes documentation: Resource Management for Pods and Containers',
    'Kubernetes documentation: Pod Quality of Service Classes',
  ],
  messages: {
    unlimited: ({ name, missing }: { name: string; missing: string }) => `${name} runs without ${missing}`,
  },
  *check(model, say) {
    const all = model.deployment.containers.filter(
      ({ source, evidence: [{ file }] }) => (source === 'kubernetes' || source === 'helm') && !isSample(file),
    );
    for (const group of groupBy(all, ({ name, container }) => `${name}\n${container ?? ''}`)) {
      const lacking = group.filter((one) => missingIn(one) !== undefined);
      const isSaid = lacking.length < group.length;
      const [first, ...others] = isSaid
        ? lacking.filter(({ evidence }) => !isForDevelopment(evidence[0].file))
        : lacking;
      const missing = first && missingIn(first);
      if (!first || missing === undefined) continue;
      const services = first.service === undefined ? [] : [first.service];
      const at = first.evidence[0];
      if (isUnknown(model.deployment, first)) {
        yield { undecided: 'its resources are given elsewhere', at, services };
        continue;
      }
      const name = first.service ?? first.name;
      const own =
        first.container === undefined || first.container === first.name ? name : `${name} (${first.container})`;
      yield say(
        'unlimited',
        { name: own, missing },
        {
          at: first.resources?.at ?? at,
          related: others.flatMap(({ evidence: [place] }) =>
            place.file === at.file && place.line === at.line ? [] : [{ ...place, note: 'nor here' }],
          ),
          services,
          subject: [first.name, first.container ?? first.name],
        },
      );
    }
  },
});

const isUnknown = ({ limitRanges }: Deployment, { resources, isOpen }: Container): boolean =>
  limitRanges > 0 || isOpen || resources?.isOpen === true;

/** A limit is a request too, where nothing else is requested. */
function missingIn({ resources }: Container): string | undefined {
  if (resources?.limits.includes('memory')) return undefined;
  return resources && resources.requests.length + resources.limits.length > 0
    ? 'a memory limit'
    : 'requests and without a memory limit';
}
