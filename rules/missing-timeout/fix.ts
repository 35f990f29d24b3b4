import {
  CannotFix,
  changeOf,
  joinedEdits,
  sourceOf,
  type Change,
  type Fix,
  type FixInput,
  type TextEdit,
} from '../../src/scaffold/fix-kit.ts';
import type { Note } from '../../src/model/rule.ts';
import type { Place } from '../../src/model/evidence.ts';
import { callEdits } from './fix-calls.ts';
import { clientEdits } from './fix-clients.ts';
import { lengthFor } from './fix-length.ts';

/** Gives a client a deadline where it is made; where that is not possible, each call of it. */
const fix: Fix = {
  rule: 'missing-timeout',
  summary:
    'Gives a deadline to the client where it is made (axios, Nest’s HttpModule, got, Connect, proxies), else to each call (fetch, axios, grpc-js, Nest’s ClientProxy and ClientGrpc). 5 s where the callee waits for nobody, 5 s more for each service behind it.',
  plan: async (input) => {
    const ms = lengthFor(input);
    const changes = (await clientChanges(input, ms)) ?? (await callChanges(input, ms));
    return { done: `gives up after ${ms / 1000} s`, changes };
  },
};
export default fix;

async function clientChanges({ finding, files }: FixInput, ms: number): Promise<readonly Change[] | undefined> {
  const client = finding.related.find(isClient);
  if (!client) return undefined;
  const source = await sourceOf(files, client.file);
  const edits = clientEdits(source, client, ms);
  return edits && [changeOf(source, edits)];
}

async function callChanges({ finding, files }: FixInput, ms: number): Promise<readonly Change[]> {
  const sites = sitesOf([finding.at, ...finding.related.filter((note) => !isClient(note))]);
  const changes: Change[] = [];
  for (const [path, places] of sites) {
    const source = await sourceOf(files, path);
    let edits: readonly TextEdit[] | undefined = [];
    for (const place of places) edits = edits && joinedEdits(edits, callEdits(source, place, { ms, files }));
    if (!edits) throw new CannotFix(`${path}: two of the calls stand in one another; give them a deadline by hand.`);
    changes.push(changeOf(source, edits));
  }
  return changes;
}

const isClient = ({ label }: Note): boolean => label === 'client';

function sitesOf(places: readonly Place[]): ReadonlyMap<string, readonly Place[]> {
  const sites = new Map<string, Place[]>();
  for (const place of places) {
    const known = sites.get(place.file) ?? [];
    if (!known.some(({ line, column }) => line === place.line && column === place.column)) known.push(place);
    sites.set(place.file, known);
  }
  return sites;
}
