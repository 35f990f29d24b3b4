import { addToObject, type Change, type PlanInput, type Workspace } from '../../src/scaffold/kit.ts';
import { brokerTests } from '../request/broker-tests.ts';
import { brokerKind, brokerKinds, type BrokerKind } from './kinds.ts';

type Input = Pick<PlanInput<unknown>, 'render' | 'files'> & {
  readonly workspace: Pick<Workspace, 'name' | 'services'>;
};

/** Everything a workspace needs so that this broker can carry its events. `home` leads from the caller's templates here. */
export function* brokerChanges(id: string, input: Input, home = '.'): Generator<Change> {
  const kind = brokerKind(id);
  if (kind.adapter !== undefined) yield* adapterChanges(kind, kind.adapter, input, home);
  yield* composeChanges(kind, input, home);
  yield* kubernetesChanges(kind, input, home);
  // The table has been formatted since, so that the line is not found as it was written.
  if (input.files.read('README.md')?.includes(`with ${kind.id} `)) return;
  yield {
    kind: 'add-lines',
    path: 'README.md',
    after: '| `BROKER_URL`',
    lines: [`| \`BROKER_URL\` with ${kind.id} | | ${kind.url} |`],
    ifAbsent: 'skip',
  };
}

function* adapterChanges(kind: BrokerKind, adapter: string, { render, files }: Input, home: string): Generator<Change> {
  const adapters = ['common', kind.id].flatMap((folder) => render.folder(`${home}/files/${folder}`, {}, '.'));
  const servers = ['server', kind.id, 'cluster', `${kind.id}-cluster`, 'cluster-suite', 'remote'].map(
    (name): Change => ({
      kind: 'create',
      path: `chassis/src/testing/${name}.ts`,
      content: render.file(`${home}/files/servers/${name}.ts`, {}),
    }),
  );
  // What another broker brought is its owner's by now.
  for (const change of [...adapters, ...servers]) if (files.read(change.path) === undefined) yield change;
  // Tests of what goes over brokers besides events, where the workspace has it.
  if (files.read('chassis/src/testing/request-suite.ts') !== undefined) yield* brokerTests({ render, files }, kind.id);
  const edit: Extract<Change, { kind: 'edit-typescript' }>['edit'] = (file) => addToObject(file, 'adapters', adapter);
  yield { kind: 'edit-typescript', path: 'chassis/src/brokers.ts', edit };
  yield { kind: 'merge-json', path: 'chassis/package.json', fragment: { dependencies: kind.dependencies } };
}

/** The server beside the others, and every service that was on another broker now on this one. */
function* composeChanges(kind: BrokerKind, { render, workspace }: Input, home: string): Generator<Change> {
  const to = `BROKER_URL: ${kind.composeUrl(workspace.name)}`;
  const others = brokerKinds.filter(({ id }) => id !== kind.id);
  const replace = others.map(({ composeUrl }) => ({ from: `BROKER_URL: ${composeUrl(workspace.name)}`, to }));
  const path = 'compose.yaml';
  if (workspace.services.length > 0) yield { kind: 'replace-text', path, replace };
  if (kind.host === undefined) return;
  const fragment = render.file(`${home}/fragments/${kind.id}.yaml`, {});
  yield { kind: 'merge-yaml', path, fragment, ifAbsent: 'skip' };
  for (const { name } of workspace.services) {
    const waits = render.file(`${home}/fragments/waits.yaml.hbs`, { name, host: kind.host });
    yield { kind: 'merge-yaml', path, fragment: waits, ifAbsent: 'skip' };
  }
}

/** What a service may talk to; its Secret gets another BROKER_URL from whoever keeps it. */
function* kubernetesChanges(
  { port }: BrokerKind,
  { workspace, files, render }: Input,
  home: string,
): Generator<Change> {
  for (const { path } of workspace.services) {
    const policy = `${path}/k8s/network-policy.yaml`;
    if (files.read(policy) === undefined) continue;
    yield { kind: 'merge-yaml', path: policy, fragment: render.file(`${home}/fragments/egress.yaml.hbs`, { port }) };
  }
}
