import type { Contracts } from '../../model/contract.ts';
import { isNonEmpty } from '../../model/evidence.ts';
import type { Saga } from '../../model/saga.ts';
import type { ContractUse } from './contract-uses.ts';
import type { Messaging } from '../../model/messaging.ts';
import type { Channel, Edge, ImportEdge, Model, Operation, ServiceName, Tally, Unresolved } from '../../model/model.ts';
import type { LinkMemory } from '../memory.ts';
import type { QualifiedUse } from '../stores/tables.ts';
import type { FactIndex, StoreOpening, Units } from '../types.ts';
import type { Board } from './join/board.ts';
import { boardsOf, channelsIn, messagingIn } from './join/boards.ts';
import type { Published } from './join/channels.ts';
import { alternativesIn, channelsOf } from './join/channels.ts';
import { domainOf } from './join/domain.ts';
import { declaredEdges } from './join/declared.ts';
import { edgesOf, merged } from './join/edges.ts';
import { qualifiedUsesOf } from './join/qualified.ts';
import type { Reaching } from './join/effects.ts';
import { effectsOf, reachingOn } from './join/effects.ts';
import { importEdges } from './join/imports.ts';
import { withHeardLists } from './join/lists.ts';
import { messagingOf } from './join/messaging.ts';
import type { Offered } from './join/operations.ts';
import { unresolvedOf } from './join/unresolved.ts';
import { deliveryOver } from './libraries/nest-servers.ts';
import type { Traits } from '../../model/traits.ts';
import { traitsOf } from './join/traits.ts';
import { rememberedIn } from './remembered.ts';
import { sagaIn } from './sagas.ts';
import type { ServiceCode } from './service-code.ts';
import { unheardOf } from './strangers.ts';
import { workspaceOf } from './workspace.ts';

/** What the code of a workspace says, linked. */
export type CodeModel = {
  readonly edges: readonly Edge[];
  readonly channels: readonly Channel[];
  readonly operations: readonly Operation[];
  readonly imports: readonly ImportEdge[];
  readonly openings: readonly StoreOpening[];
  readonly traits: readonly Traits[];
  readonly uniqueKeys: Model['uniqueKeys'];
  readonly domain: Model['domain'];
  readonly qualified: readonly QualifiedUse[];
  readonly unresolved: readonly Unresolved[];
  readonly versioned: Contracts['versioned'];
  readonly loose: Model['loose'];
  readonly code: readonly ServiceCode[];
  readonly messaging: Messaging;
  readonly sagas: readonly Saga[];
  readonly contractUses: readonly (ContractUse & { readonly service: ServiceName })[];
  readonly calls: Tally;
  readonly channelTally: Tally;
};

const publishedIn = (board: Board): readonly Published[] =>
  board.services.flatMap(({ name }) =>
    board.deedsOf(name).flatMap(({ what, trail }): readonly Published[] => {
      if (what.kind !== 'publish') return [];
      const evidence = trail[trail.length - 1] ?? trail[0];
      return alternativesIn(what).map((deed) => ({ service: name, deed, evidence: { ...evidence, note: deed.label } }));
    }),
  );

const operationOf = (offered: Offered, reaching: Reaching, transports: ServiceCode['transports']): Operation => {
  const { handler } = offered;
  const delivery = deliveryOver(handler.protocol, transports, handler.delivery);
  return {
    id: offered.id,
    service: offered.service,
    name: offered.name,
    trigger: handler.trigger,
    protocol: handler.protocol,
    ...(handler.channel?.names[0] === undefined ? {} : { channel: handler.channel.names[0] }),
    ...(delivery ? { delivery } : {}),
    evidence: [handler.evidence],
    effects: offered.deeds.flatMap((deed) => effectsOf(deed, offered.service, reaching)),
  };
};

/** What services do outside of operations; that of front ends belongs to their pages. */
const looseIn = (code: readonly ServiceCode[], { services }: Units, reaching: Reaching): Model['loose'] => {
  const pages = new Set(services.flatMap(({ name, kind }) => (kind === 'frontend' ? [name] : [])));
  return code.flatMap(({ service, loose }) => {
    const effects = pages.has(service) ? [] : loose.flatMap((deed) => effectsOf(deed, service, reaching));
    return effects.length > 0 ? [{ service, effects }] : [];
  });
};

/** Services whose code grew past what is evaluated: what they do is told in part. */
const cutShort = (code: readonly ServiceCode[], { services }: Units): readonly Unresolved[] =>
  services.flatMap(({ name, evidence }): readonly Unresolved[] => {
    const own = code.find(({ service }) => service === name);
    const cuts = own?.cuts.map(
      (cut) => ({ service: name, what: cut.what, kind: 'call', evidence: [cut.evidence] }) as const,
    );
    const all = { service: name, what: 'code beyond the evaluation limit', kind: 'call', evidence } as const;
    return [...(cuts ?? []), ...(own?.isCutShort ? [all] : [])];
  });

/** What is told of one system, once it is known who is there. */
const joinedOn = (board: Board) => {
  const reaching = reachingOn(board);
  const published = publishedIn(board);
  const transports = new Map(board.code.map(({ service, transports: known }) => [service, known]));
  const consumers = board.offers.filter((offered) => offered.handler.channel !== undefined);
  const channels = channelsOf(board, published, consumers);
  return {
    sketches: [...edgesOf(board, published, consumers, reaching), ...declaredEdges(board)],
    channels,
    operations: board.offers.map((offered) => operationOf(offered, reaching, transports.get(offered.service) ?? [])),
    counted: unresolvedOf(board, reaching),
    sagas: board.code.flatMap(({ service, sagas }) => sagas.map((saga) => sagaIn(service, saga, channels))),
    messaging: messagingOf(board, consumers, reaching),
    loose: looseIn(board.code, board.units, reaching),
  };
};

/** Links the code of every service and joins the services to each other, system by system. */
export const linkCode = (index: FactIndex, units: Units, memory: LinkMemory): CodeModel => {
  const remembered = rememberedIn(workspaceOf(index, units), { index, units }, memory);
  const code = withHeardLists(units.services.map(remembered.codeOf));
  const joined = boardsOf(units, code, index).map(joinedOn);
  const imports = remembered.imports();
  const sketches = [...joined.flatMap((one) => one.sketches), ...importEdges(imports, units)];
  const channels = channelsIn(joined.map((one) => one.channels));
  return {
    edges: merged(sketches.filter((edge) => isNonEmpty(edge.evidence))),
    channels,
    operations: joined.flatMap((one) => one.operations),
    imports,
    openings: code.flatMap(({ openings }) => openings),
    domain: domainOf(code, units),
    traits: traitsOf(code, units, index),
    qualified: qualifiedUsesOf(code),
    uniqueKeys: code.flatMap(({ uniqueKeys }) => uniqueKeys),
    unresolved: [
      ...joined.flatMap(({ counted }) => counted.unresolved),
      ...cutShort(code, units),
      ...code.flatMap(({ service, strangers }) => unheardOf(service, strangers)),
    ],
    sagas: joined.flatMap(({ sagas }) => sagas),
    contractUses: code.flatMap(({ service, contractUses }) => contractUses.map((use) => ({ service, ...use }))),
    messaging: messagingIn(joined.map(({ messaging }) => messaging)),
    versioned: code.flatMap(({ service, versionedBy }) =>
      versionedBy ? [{ service, by: versionedBy.by, evidence: [versionedBy.at] }] : [],
    ),
    loose: joined.flatMap(({ loose }) => loose),
    code,
    calls: added(joined.map(({ counted }) => counted.calls)),
    channelTally: {
      found: channels.length + joined.reduce((sum, { counted }) => sum + counted.channels, 0),
      resolved: channels.length,
    },
  };
};

const added = (tallies: readonly Tally[]): Tally => ({
  found: tallies.reduce((sum, { found }) => sum + found, 0),
  resolved: tallies.reduce((sum, { resolved }) => sum + resolved, 0),
});
