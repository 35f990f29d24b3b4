import type { FactIndex } from '../types.ts';
import { clusterDeployed } from './clustered.ts';
import { composeDeployed } from './composed.ts';
import type { Deployed } from './layers.ts';
import type { Settings } from './settings.ts';

/** Every container of every manifest. */
export function deployedOf(index: FactIndex, settings: Settings): readonly Deployed[] {
  // A development container is a desk to work at, and deploys nothing.
  const containers = index
    .ofKind('container')
    .filter(({ file }) => !/(?:^|\/)\.(?:devcontainer|gitpod|github)\//.test(file));
  const compose = containers.filter(({ fact }) => fact.source === 'compose');
  const others = containers.filter(({ fact }) => fact.source !== 'compose');
  return [...composeDeployed(compose, settings), ...clusterDeployed(others, index)];
}
