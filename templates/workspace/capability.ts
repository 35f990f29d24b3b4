import { defineCapability, mistakeInScope, plainName, quoted } from '../../src/scaffold/kit.ts';
import { brokerChoices } from '../broker/kinds.ts';
import { brokerChanges } from '../broker/plan.ts';
import type { WorkspaceView } from './view.ts';

export default defineCapability({
  id: 'workspace',
  verb: 'new',
  summary: 'a workspace: contracts, chassis, compose, CI, ready for its first service',
  needs: [],
  examples: [
    'msvc new workspace shop',
    'msvc new workspace shop --broker nats',
    'msvc new workspace . --name shop --yes',
    'msvc new workspace shop --dry-run',
  ],
  questions: {
    dir: { kind: 'text', positional: true, ask: 'Which folder?', default: () => '.' },
    name: {
      kind: 'text',
      detail: true,
      ask: 'What is the workspace called?',
      help: 'name, and scope of its packages (default: the name of the folder)',
      default: ({ answers, workspace }) => plainName(lastPart(String(answers['dir'] ?? '.'))) ?? workspace.name,
      mistakes: (name) => [mistakeInScope(name) ?? []].flat(),
    },
    broker: {
      kind: 'choice',
      detail: true,
      ask: 'What carries the events?',
      help: 'broker that carries the events: postgres, kafka, rabbitmq or nats',
      choices: brokerChoices,
      default: () => 'postgres',
    },
    pinNode: {
      kind: 'confirm',
      detail: true,
      ask: 'Install Node itself with the packages?',
      help: 'Node as a devDependency, for machines with an older one',
      default: () => false,
    },
    msvc: {
      kind: 'text',
      detail: true,
      ask: 'Which msvc does it install?',
      help: 'how its package.json names msvc: a range, or file:… (default: as this one was installed)',
      default: ({ workspace }) => workspace.msvc,
    },
  },
  *plan({ answers, render, files }) {
    const { name, msvc, pinNode, broker } = answers;
    const view: WorkspaceView = { workspace: { name, scope: `@${name}`, msvcSpec: msvc } };
    yield* render.folder('files', view, '.');
    if (broker !== 'postgres')
      yield* brokerChanges(broker, { workspace: { name, services: [] }, render, files }, '../broker');
    if (pinNode) yield { kind: 'merge-json', path: 'package.json', fragment: pinnedNode };
  },
  nextSteps: ({ answers }) => [
    ...(answers.dir === '.' ? [] : [`cd ${quoted(answers.dir)}`]),
    'msvc new service orders',
    'npm install',
    'msvc dev',
  ],
});

/** npm's own package of Node; its install script puts the binary in place. */
const pinnedNode = { devDependencies: { node: '24.20.0' }, allowScripts: { node: true } };

const lastPart = (path: string): string => path.split(/[\\/]+/).findLast((part) => part !== '' && part !== '.') ?? '';
