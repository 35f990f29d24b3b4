// The parsers of other tools: exact versions, kept outside the repository, installed when the suite first needs them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';

const packages = {
  '@asyncapi/parser': '3.6.3',
  '@backstage/catalog-model': '1.10.1',
  '@hpcc-js/wasm-graphviz': '1.29.2',
  '@seriousme/openapi-schema-validator': '2.11.0',
  '@terrastruct/d2': '0.1.33',
  jsdom: '31.0.1',
  likec4: '1.59.4',
  mermaid: '12.3.0',
  yaml: '2.9.1',
};
const MAVEN = 'https://repo1.maven.org/maven2';
const jars = [
  'com/structurizr/structurizr-dsl/4.1.0/structurizr-dsl-4.1.0.jar',
  'com/structurizr/structurizr-core/4.1.0/structurizr-core-4.1.0.jar',
  'com/structurizr/structurizr-client/4.1.0/structurizr-client-4.1.0.jar',
  'com/structurizr/structurizr-import/4.1.0/structurizr-import-4.1.0.jar',
  'com/structurizr/structurizr-export/4.1.0/structurizr-export-4.1.0.jar',
  'com/structurizr/structurizr-component/4.1.0/structurizr-component-4.1.0.jar',
  'commons-logging/commons-logging/1.3.5/commons-logging-1.3.5.jar',
  'com/fasterxml/jackson/core/jackson-core/2.18.3/jackson-core-2.18.3.jar',
  'com/fasterxml/jackson/core/jackson-databind/2.18.3/jackson-databind-2.18.3.jar',
  'com/fasterxml/jackson/core/jackson-annotations/2.18.3/jackson-annotations-2.18.3.jar',
  'org/apache/httpcomponents/client5/httpclient5/5.4.3/httpclient5-5.4.3.jar',
  'org/apache/httpcomponents/core5/httpcore5/5.3.4/httpcore5-5.3.4.jar',
  'org/apache/httpcomponents/core5/httpcore5-h2/5.3.4/httpcore5-h2-5.3.4.jar',
  'org/slf4j/slf4j-api/1.7.36/slf4j-api-1.7.36.jar',
  'net/sourceforge/plantuml/plantuml-mit/1.2026.9/plantuml-mit-1.2026.9.jar',
];

const cache =
  process.env['MSVC_TEST_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'msvc-test');
const key = createHash('sha256')
  .update(JSON.stringify([packages, jars]))
  .digest('hex')
  .slice(0, 12);
export const toolsFolder = join(cache, `formats-${key}`);

/** A path inside a package that was installed. */
export const inPackage = (path: string): string => join(toolsFolder, 'node_modules', path);
export const classPath = (): string =>
  jars.map((jar) => join(toolsFolder, 'jars', basename(jar))).join(process.platform === 'win32' ? ';' : ':');

/** What is missing on this machine, in a few words; undefined where everything is there. */
export async function install(): Promise<string | undefined> {
  mkdirSync(join(toolsFolder, 'jars'), { recursive: true });
  if (!existsSync(join(toolsFolder, 'complete'))) {
    const why = installPackages() ?? (await fetchJars());
    if (why !== undefined) return why;
    writeFileSync(join(toolsFolder, 'complete'), '');
  }
  return spawnSync('java', ['-version']).status === 0 ? undefined : 'Java 17 or newer is not here';
}

function installPackages(): string | undefined {
  writeFileSync(
    join(toolsFolder, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies: packages }),
  );
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  const { status } = spawnSync('npm', words, {
    cwd: toolsFolder,
    timeout: 300_000,
    shell: process.platform === 'win32',
  });
  return status === 0 ? undefined : "npm's registry is out of reach";
}

async function fetchJars(): Promise<string | undefined> {
  try {
    for (const jar of jars) {
      const target = join(toolsFolder, 'jars', basename(jar));
      if (existsSync(target)) continue;
      const response = await fetch(`${MAVEN}/${jar}`, { signal: AbortSignal.timeout(120_000) });
      if (!response.ok) return `Maven Central answers ${response.status}`;
      writeFileSync(`${target}.part`, Buffer.from(await response.arrayBuffer()));
      renameSync(`${target}.part`, target);
    }
    return undefined;
  } catch {
    return 'Maven Central is out of reach';
  }
}
