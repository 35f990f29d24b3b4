import {
  addBinding,
  addNamedImport,
  addToObjectGiven,
  addToProperty,
  addToResult,
  addTypeBefore,
  addTypeMember,
  spellingOf,
  type Change,
  type PlanInput,
} from '../../src/scaffold/kit.ts';
import type { CalleeView } from '../service/view.ts';
import type { CallSite } from './lookup.ts';

type Input = Pick<PlanInput<unknown>, 'service' | 'render' | 'workspace'>;
type Edit = Extract<Change, { kind: 'edit-typescript' }>['edit'];

/** Everything that a context needs to call another, but for its own contract. `site` is where it first asks. */
export function* clientChanges(input: Input, callee: CalleeView, site: CallSite | undefined): Generator<Change> {
  const { service, render, workspace } = input;
  const caller = spellingOf(service.contexts[0] ?? service.name);
  const view = { workspace, service, caller, callee, site };
  const folder = service.path;
  const edit = (path: string, change: Edit): Change => ({
    kind: 'edit-typescript',
    path: `${folder}/${path}`,
    edit: change,
  });
  yield {
    kind: 'create',
    path: `${folder}/adapters/clients/${callee.name}-client.ts`,
    content: render.file('../client/fragments/client.ts.hbs', view),
  };
  yield edit('context.ts', contextEdit(callee, `${caller.camel}Service`));
  yield edit(`adapters/rpc/${caller.kebab}-service.ts`, handlersEdit(callee, workspace.scope, site));
  if (callee.lookup) yield edit('application/ports.ts', portEdit(callee));
  if (callee.lookup && site) {
    yield {
      kind: 'create',
      path: `${folder}/test/${callee.name}-client.test.ts`,
      content: render.file('../client/fragments/test.ts.hbs', view),
    };
  }
  const readme = `${folder}/README.md`;
  yield {
    kind: 'add-lines',
    path: readme,
    lines: [`Calls ${callee.name} and waits.`],
    after: 'Publishes `',
    ifAbsent: 'skip',
  };
  yield* platformChanges(input, view);
}

function contextEdit(callee: CalleeView, service: string): Edit {
  const { name, camel, plain, lookup } = callee;
  const client = plain ? `clients.${name}` : `clients['${name}']`;
  return (file) => {
    const module = `./adapters/clients/${name}-client.ts`;
    addNamedImport(file, module, `${camel}Callee`);
    if (lookup) addNamedImport(file, module, `${camel}Lookup`);
    addToProperty(file, 'calls', `${plain ? name : `'${name}'`}: ${camel}Callee`);
    addBinding(file, 'build', 'clients');
    addToObjectGiven(file, service, `${camel}: ${lookup ? `${camel}Lookup(${client})` : client}`);
  };
}

function handlersEdit({ camel, pascal, service, contract, lookup }: CalleeView, scope: string, site?: CallSite): Edit {
  return (file) => {
    if (!lookup) {
      addNamedImport(file, `${scope}/chassis/rpc/client`, 'type Client');
      addNamedImport(file, `${scope}/contracts/${contract}`, `type ${service}`);
      addTypeMember(file, 'Dependencies', `readonly ${camel}: Client<typeof ${service}>`);
      return;
    }
    addNamedImport(file, '../../application/ports.ts', `type ${pascal}Lookup`);
    addTypeMember(file, 'Dependencies', `readonly ${camel}: ${pascal}Lookup`);
    if (!site) return;
    const own =
      file
        .getFunctions()
        .find((each) => each.getText().includes(`async ${site.get}(`))
        ?.getName() ?? '';
    addBinding(file, own, camel);
    addToResult(file, site.get, `knownTo${pascal}: await ${camel}.knows(${site.variable}.reference)`);
  };
}

function portEdit({ name, pascal }: CalleeView): Edit {
  return (file) =>
    addTypeBefore(file, 'Stores', {
      name: `${pascal}Lookup`,
      text: `/** What this context asks ${name} and waits for: before a transaction or after it, never inside. */
export type ${pascal}Lookup = {
  /** Whether ${name} has it; undefined while ${name} cannot say. */
  knows(reference: string): Promise<boolean | undefined>;
};`,
    });
}

/** Where the callee is found, in every place that a service is run from. */
function* platformChanges({ service, render }: Input, view: object): Generator<Change> {
  for (const [fragment, path] of [
    ['compose.yaml.hbs', 'compose.yaml'],
    ['config.yaml.hbs', `${service.path}/k8s/config.yaml`],
    ['deployment.yaml.hbs', `${service.path}/k8s/deployment.yaml`],
    ['network-policy.yaml.hbs', `${service.path}/k8s/network-policy.yaml`],
  ] as const) {
    yield {
      kind: 'merge-yaml',
      path,
      fragment: render.file(`../client/fragments/${fragment}`, view),
      ifAbsent: 'skip',
    };
  }
}
