import { expect, it } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { treesOf } from '../../bench/workspace/files.ts';
import { planOf, truthOf } from '../../bench/workspace/plan.ts';

/** Other seeds wire other services in other styles. */
it.each([1, 2])('finds exactly what was generated, services, edges, stores and channels (seed %i)', async (seed) => {
  const services = planOf(10, seed);
  const tree = Object.assign({}, ...treesOf(services));
  const { model } = await inspectFiles(memoryFiles(tree));
  const found = {
    services: model.services.map(({ name }) => name).sort(),
    edges: [
      ...new Set(model.edges.map(({ from, to, kind, protocol }) => `${from} -> ${to} ${kind} ${protocol}`)),
    ].sort(),
    stores: model.stores.flatMap(({ id, usedBy }) => usedBy.map((user) => `${id} ${user}`)).sort(),
    channels: model.channels.map(({ id }) => id).sort(),
  };
  expect(found).toEqual(truthOf(services));
  expect(model.unresolved).toEqual([]);
  expect(model.unreadable).toEqual([]);
  const places = model.edges.flatMap(({ evidence }) => evidence);
  expect(places.filter(({ file }) => !(file in tree))).toEqual([]);
});
