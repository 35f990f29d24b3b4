import {
  CannotFix,
  changeOf,
  yamlAdded,
  yamlMapAt,
  yamlValue,
  type Fix,
  type YamlPlace,
} from '../../src/scaffold/fix-kit.ts';

/** Gives a container of a manifest the requests and the memory limit that it lacks. */
const fix: Fix = {
  rule: 'missing-resource-limits',
  summary:
    'Adds to a service of this workspace requests and a memory limit that suit most Node services, marked as a guess; what is set stays.',
  plan: async ({ finding, model, files }) => {
    const isOwn = model.traits.some(({ service, code }) => finding.services.includes(service) && code === 'read');
    if (!isOwn)
      throw new CannotFix(
        'How much a program takes that is not written here nobody can tell: see what it uses (`kubectl top pod`), and set that.',
      );
    const containers = [finding.at, ...finding.related].map((at) =>
      yamlMapAt(files, { path: at.file, at, holding: 'name' }),
    );
    const [first] = containers.map(resourcesFor);
    const changes = containers.map((one) => changeOf(one, yamlAdded(one, resourcesFor(one).fragment)));
    return { done: first?.done ?? '', changes };
  },
};
export default fix;

const guess = '# A start: set it to what the service is seen to use.';

function resourcesFor(container: YamlPlace): { readonly fragment: string; readonly done: string } {
  const set = (kind: string, name: string): string | undefined => {
    const value = yamlValue(container, 'resources', kind, name);
    return value === undefined || value === null ? undefined : String(value);
  };
  // Kubernetes itself takes a limit for the request where only the limit is set.
  const memory = set('requests', 'memory') ?? set('limits', 'memory') ?? '256Mi';
  const cpu = set('requests', 'cpu') ?? set('limits', 'cpu') ?? '100m';
  const limit = set('limits', 'memory') ?? (set('requests', 'memory') === undefined ? '512Mi' : twice(memory));
  const fragment = [
    'resources:',
    `  ${guess}`,
    '  requests:',
    `    cpu: ${cpu}`,
    `    memory: ${memory}`,
    '  limits:',
    `    memory: ${limit}`,
    '',
  ].join('\n');
  return { fragment, done: `asks for ${cpu} of a processor and ${memory} of memory, and gets no more than ${limit}` };
}

/** A limit at the request itself would kill at the first peak. */
function twice(memory: string): string {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(\w*)$/.exec(memory) ?? [];
  return number === '' ? memory : `${Number(number) * 2}${unit}`;
}
