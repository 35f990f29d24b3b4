import {
  CannotFix,
  changeOf,
  yamlAdded,
  yamlMapAt,
  yamlValue,
  type Change,
  type FixInput,
  type Source,
  type YamlPlace,
} from '../../src/scaffold/fix-kit.ts';

/**
 * Probes that ask `GET /health`, for each Kubernetes container of the service whose one port is seen to be the one that
 * the code listens on. None where routes get a prefix: their path is not certain then.
 */
export function probeChanges({ finding, model, files }: FixInput, sources: readonly Source[]): readonly Change[] {
  if (sources.some(({ text }) => /\b(?:setGlobalPrefix|enableVersioning)\(/.test(text))) return [];
  const containers = model.deployment.containers.filter(
    ({ service, source }) => source === 'kubernetes' && service !== undefined && finding.services.includes(service),
  );
  return containers.flatMap(({ evidence: [at] }) => {
    const place = placeOf({ files, at });
    const port = place && portIn(place, sources);
    return place === undefined || port === undefined ? [] : [changeOf(place, yamlAdded(place, fragmentFor(port)))];
  });
}

type Where = Pick<FixInput, 'files'> & { readonly at: FixInput['finding']['at'] };

/** Nothing for a template, or a file that is no YAML: the route alone is a repair as well. */
function placeOf({ files, at }: Where): YamlPlace | undefined {
  try {
    return yamlMapAt(files, { path: at.file, at, holding: 'name' });
  } catch (error) {
    if (error instanceof CannotFix) return undefined;
    throw error;
  }
}

/** The port's name, or its number. */
function portIn(container: YamlPlace, sources: readonly Source[]): string | undefined {
  const ports = yamlValue(container, 'ports');
  const [port, ...others] = Array.isArray(ports) ? ports : [];
  const number = port?.containerPort;
  if (others.length > 0 || !Number.isInteger(number)) return undefined;
  const listened = sources.flatMap(({ text }) => [...text.matchAll(/\.listen\w*\(([^;{]*|\{[^}]*\})/g)]);
  const isListened = listened.some(([, words = '']) => namesPort(words, number, container));
  return isListened ? String(port.name ?? number) : undefined;
}

/** `listen(3000)`, or `listen(process.env.PORT)` where the container's PORT is 3000. A variable that is set wins. */
function namesPort(words: string, number: number, container: YamlPlace): boolean {
  const env = yamlValue(container, 'env');
  const variable = /\benv(?:\.|\[["'])(\w+)/.exec(words)?.[1];
  const set = (Array.isArray(env) ? env : []).find(({ name }) => name === variable);
  return set ? Number(set.value) === number : new RegExp(`\\b${number}\\b`).test(words);
}

const fragmentFor = (port: string): string =>
  ['readinessProbe', 'livenessProbe']
    .flatMap((probe) => [`${probe}:`, '  httpGet:', '    path: /health', `    port: ${port}`, ''])
    .filter((line) => line !== '')
    .join('\n')
    .concat('\n');
