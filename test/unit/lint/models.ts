import { noContracts } from '../../../src/model/contract.ts';
import { noMessaging } from '../../../src/model/messaging.ts';
import { noConfig } from '../../../src/model/fact/config.ts';
import { noUpkeep } from '../../../src/model/suppression.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import type { Effect, EffectKind, Model, Operation, Service } from '../../../src/model/model.ts';
import { noOwnership } from '../../../src/model/ownership.ts';
import { noTables } from '../../../src/model/tables.ts';

/** A place in a made-up file. */
export const at = (file: string, line = 1): Evidence => ({ file, line, column: 1, basis: 'inferred' });

export const service = (name: string, context = name): Service => ({
  name,
  context,
  path: `services/${name}`,
  kind: 'service',
  evidence: [at(`services/${name}/package.json`)],
});

export const effect = (kind: EffectKind, around: Partial<Effect['around']> = {}): Effect => ({
  ...kind,
  trail: [at('services/a/handler.ts', 3), at('services/a/store.ts', 9)],
  around: { loop: false, parallel: false, detached: false, branch: false, ...around },
});

/** A handler of messages that arrive at least once. */
export const consumer = (owner: string, channel: string, effects: readonly Effect[]): Operation => ({
  id: `${owner} on ${channel}`,
  service: owner,
  name: `on ${channel}`,
  trigger: 'message',
  protocol: 'kafka',
  channel,
  delivery: { redelivers: true, note: 'commits after the handler' },
  evidence: [at(`services/${owner}/consumer.ts`, 3)],
  effects,
});

/** A model with nothing in it but what is given. */
export const model = (parts: Partial<Model> = {}): Model => ({
  name: 'shop',
  services: [],
  libraries: [],
  stores: [],
  channels: [],
  edges: [],
  operations: [],
  loose: [],
  endpoints: [],
  exposure: [],
  traffic: { policies: [], meshes: [], throttles: [] },
  imports: [],
  chains: [],
  unresolved: [],
  unreadable: [],
  uniqueKeys: [],
  captures: [],
  contracts: noContracts,
  messaging: noMessaging,
  sagas: [],
  domain: [],
  deployment: { containers: [], images: [], limitRanges: 0 },
  traits: [],
  credentials: [],
  tables: noTables,
  ownership: noOwnership,
  sizes: [],
  coverage: {
    files: 0,
    unreadable: 0,
    calls: { found: 0, resolved: 0 },
    stores: { found: 0, resolved: 0 },
    channels: { found: 0, resolved: 0 },
  },
  suppressions: [],
  idle: [],
  upkeep: noUpkeep,
  config: noConfig,
  ...parts,
});
