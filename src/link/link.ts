import { isTest } from '../model/aside.ts';
import type { FileFacts } from '../model/fact.ts';
import type { ConfigFact } from '../model/fact/config.ts';
import type { Idle } from '../model/idle.ts';
import type { Coverage, Model } from '../model/model.ts';
import { noUpkeep } from '../model/suppression.ts';
import { capturesOf } from './captures.ts';
import { chainsOf } from './code/join/chains.ts';
import { linkCode, type CodeModel } from './code/link.ts';
import { contractsOf } from './contracts/contracts.ts';
import { endpointsOf } from './endpoints.ts';
import { exposureOf } from './exposure.ts';
import { trafficOf } from './traffic.ts';
import { factIndexOf } from './facts.ts';
import { withPreloads } from './preloads.ts';
import { noMemory, type LinkMemory } from './memory.ts';
import { suppressionsOf } from './suppressions.ts';
import { idleContextsOf } from './idle.ts';
import { credentialsOf } from './credentials.ts';
import { withStacks } from './stacks.ts';
import { storesOf, type Stores } from './stores/index.ts';
import { tablesOf } from './stores/tables.ts';
import { ownershipOf } from './units/ownership.ts';
import { unitsOf } from './units/index.ts';

/** Links the facts of all files to one model: units first, then code, then the stores it opens. */
export const link = (
  files: readonly FileFacts[],
  options: { readonly name: string; readonly config: ConfigFact; readonly idleIgnores?: readonly Idle[] },
  memory: LinkMemory = noMemory,
): Model => {
  const index = factIndexOf(withStacks(files));
  const units = unitsOf(index, options.config);
  const code = linkCode(index, units, memory);
  const stores = storesOf(code.openings, units, index);
  const deployment = units.deployment();
  const unreadable = unreadableOf(files);
  return {
    name: options.name,
    services: units.services,
    libraries: units.libraries,
    stores: stores.stores,
    channels: code.channels,
    edges: code.edges,
    operations: code.operations,
    loose: code.loose,
    endpoints: endpointsOf(code.code, units),
    exposure: exposureOf(units, index),
    traffic: trafficOf(code.code, units, index),
    imports: code.imports,
    chains: chainsOf(code.operations, units.services),
    unresolved: [...code.unresolved, ...stores.unresolved],
    unreadable,
    contracts: contractsOf(index, units, code),
    messaging: code.messaging,
    sagas: code.sagas,
    domain: code.domain,
    sizes: code.code.map(({ service, size }) => ({ service, ...size })),
    ownership: ownershipOf(units, index, options.config),
    tables: tablesOf(units, index, code.qualified),
    uniqueKeys: [...stores.uniqueKeys, ...code.uniqueKeys],
    captures: capturesOf(index, stores.stores),
    deployment,
    credentials: credentialsOf(index, units),
    traits: withPreloads(code.traits, deployment, units, index),
    coverage: { files: files.length, unreadable: unreadable.length, ...coverageOf(code, stores) },
    suppressions: suppressionsOf(index, options.config),
    idle: [...(options.idleIgnores ?? []), ...idleContextsOf(index, units, options.config)],
    upkeep: noUpkeep,
    config: options.config,
  };
};

/** What could not be read, but for tests: they run in no service. */
function unreadableOf(files: readonly FileFacts[]): Model['unreadable'] {
  return files.flatMap(({ file, unreadable }) => (isTest(file) ? [] : unreadable.map((item) => ({ ...item, file }))));
}

/** How much of what was found could be told. */
function coverageOf(code: CodeModel, { tally }: Stores): Omit<Coverage, 'files' | 'unreadable'> {
  return { calls: code.calls, stores: tally, channels: code.channelTally };
}
