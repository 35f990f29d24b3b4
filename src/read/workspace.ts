import { own } from '../model/own.ts';
import type { WorkspaceFact } from '../model/fact/infrastructure.ts';
import type { Unreadable } from '../model/fact.ts';
import { skaffoldReleasesOf } from './kubernetes/releases.ts';
import { defineReader, given, nameOf } from './reader.ts';
import { treeOfJson } from './tree/json.ts';
import { below, entriesOf, itemsOf, recordOf, textAt, textsOf, type Tree } from './tree/tree.ts';
import { treesOfYaml } from './tree/yaml.ts';

type Project = WorkspaceFact['projects'][number];
type Tool = { readonly tool: WorkspaceFact['tool']; readonly projects: (tree: Tree) => readonly Project[] };

const globs = (tree: Tree | undefined): readonly Project[] => textsOf(tree).map((path) => ({ path }));

/** Every workspace file, by name, with how its projects are listed. */
const tools: Readonly<Record<string, Tool>> = {
  'pnpm-workspace.yaml': { tool: 'pnpm', projects: (tree) => globs(below(tree, 'packages')) },
  'lerna.json': { tool: 'lerna', projects: (tree) => globs(below(tree, 'packages')) },
  'nest-cli.json': { tool: 'nest', projects: nestProjectsOf },
  '.nest-cli.json': { tool: 'nest', projects: nestProjectsOf },
  'project.json': { tool: 'nx', projects: nxProjectOf },
  'workspace.json': { tool: 'nx', projects: nxProjectsOf },
  'angular.json': { tool: 'nx', projects: nxProjectsOf },
  'turbo.json': { tool: 'turbo', projects: () => [] },
  'rush.json': { tool: 'rush', projects: rushProjectsOf },
  'skaffold.yaml': { tool: 'skaffold', projects: skaffoldArtifactsOf },
  'skaffold.yml': { tool: 'skaffold', projects: skaffoldArtifactsOf },
};

/** Files of workspace tools: which folders are projects, and which of them run. */
export const workspaceReader = defineReader({
  id: 'workspace',
  version: 3,
  takes: (path) => Object.hasOwn(tools, nameOf(path)),
  read: ({ file, text }) => {
    const tool = own(tools, nameOf(file));
    if (!tool) return { facts: [], unreadable: [] };
    const { trees, unreadable } = treesOf(file, text);
    const projects = trees.flatMap((tree) => tool.projects(tree));
    const fact: WorkspaceFact = { kind: 'workspace', tool: tool.tool, projects, at: [1, 1] };
    const releases = tool.tool === 'skaffold' ? trees.flatMap(skaffoldReleasesOf) : [];
    return { facts: trees.length > 0 ? [fact, ...releases] : [], unreadable };
  },
});

function treesOf(file: string, text: string): { trees: readonly Tree[]; unreadable: readonly Unreadable[] } {
  if (/\.ya?ml$/.test(file)) {
    const { documents, unreadable } = treesOfYaml(text);
    return { trees: documents, unreadable };
  }
  const { tree, unreadable } = treeOfJson(text);
  return { trees: tree ? [tree] : [], unreadable };
}

function nestProjectsOf(tree: Tree): readonly Project[] {
  const projects = entriesOf(below(tree, 'projects'));
  if (projects.length > 0) return projects.map(([name, { value }]) => nestProjectOf(value, name));
  return [nestProjectOf(tree, undefined)];
}

/** A nest-cli project, or the whole file where it is a lone application. Its entry is `main` unless it says otherwise. */
function nestProjectOf(tree: Tree, name: string | undefined): Project {
  const sourceRoot = textAt(tree, 'sourceRoot') ?? 'src';
  const isLibrary = textAt(tree, 'type') === 'library';
  const entry = textAt(tree, 'entryFile') ?? (isLibrary ? 'index' : 'main');
  return {
    path: textAt(tree, 'root') ?? (name === undefined ? '.' : sourceRoot.replace(/\/src$/, '')),
    ...given('name', name),
    type: isLibrary ? 'library' : 'application',
    entry: `${sourceRoot}/${entry}.ts`,
  };
}

/** Where its build does not say what it starts with (a bundler's configuration does), an application starts with `main.ts`. */
function nxProjectOf(tree: Tree): readonly Project[] {
  const type = textAt(tree, 'projectType');
  const sourceRoot = textAt(tree, 'sourceRoot');
  const usual = type === 'application' && sourceRoot !== undefined ? `${sourceRoot}/main.ts` : undefined;
  return [
    {
      path: '.',
      ...given('name', textAt(tree, 'name')),
      ...(type === 'application' || type === 'library' ? { type } : {}),
      ...given(
        'entry',
        textAt(below(tree, 'targets') ?? below(tree, 'architect'), 'build', 'options', 'main') ?? usual,
      ),
    },
  ];
}

/** workspace.json and angular.json: a project is a map, or the path of its project.json. */
function nxProjectsOf(tree: Tree): readonly Project[] {
  return entriesOf(below(tree, 'projects')).flatMap(([name, { value }]) => {
    if (value.kind === 'scalar') return [{ path: String(value.value), name }];
    return nxProjectOf(value).map((project) => ({ ...project, name, path: textAt(value, 'root') || '.' }));
  });
}

function rushProjectsOf(tree: Tree): readonly Project[] {
  return itemsOf(below(tree, 'projects')).flatMap((item) => {
    const path = textAt(item, 'projectFolder');
    return path === undefined ? [] : [{ path, ...given('name', textAt(item, 'packageName')) }];
  });
}

/** What Skaffold builds: `name` is the image, `entry` the Dockerfile. Old files give the folder as `workspace` or `contextDir`. */
function skaffoldArtifactsOf(tree: Tree): readonly Project[] {
  return itemsOf(below(tree, 'build', 'artifacts')).flatMap((item) => {
    const fields = recordOf(item);
    const name = fields['image'] ?? fields['imageName'];
    if (name === undefined) return [];
    const path = fields['context'] ?? fields['workspace'] ?? fields['contextDir'] ?? '.';
    return [{ path, name, ...given('entry', textAt(item, 'docker', 'dockerfile')) }];
  });
}
