import { sameContext, serviceNamed } from '../../src/lint/kit.ts';
import type { Model } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';

/** Two services that commits change together. The second is the one that changes less. */
export type Tie = {
  readonly services: readonly [string, string];
  readonly commits: number;
  /** All commits of the second. */
  readonly of: number;
  /** How many times more often than if they changed apart from each other. */
  readonly lift: number;
  readonly latest: readonly string[];
};
export type Changing = {
  readonly services: readonly string[];
  readonly notes: readonly Note[];
  readonly strongest: Tie;
};

/** More often than chance by this factor: below, both simply change a lot. */
const LIFT = 1.5;

/** Groups of services that are tied pair by pair, the strongest tie of each group with it. */
export function changingTogether(
  model: Model,
  { minCommits, minShare }: { readonly minCommits: number; readonly minShare: number },
): readonly Changing[] {
  const ties = tiesIn(model).filter(
    ({ commits, of, lift }) => commits >= minCommits && commits * 100 >= of * minShare && lift >= LIFT,
  );
  return groupsOf(ties).map((group) => {
    const services = [...new Set(group.flatMap(({ services: both }) => both))].toSorted();
    const [strongest] = group;
    return { services, notes: services.flatMap((name) => noteOf(model, name, group)), strongest };
  });
}

function tiesIn(model: Model): Tie[] {
  const { history } = model;
  if (!history) return [];
  const commitsOf = new Map(history.services.map(({ service, commits }) => [service, commits]));
  const isService = (name: string): boolean => serviceNamed(model, name)?.kind === 'service';
  return history.pairs
    .filter(({ services: [a, b] }) => isService(a) && isService(b) && !sameContext(model, a, b))
    .map(({ services: [a, b], commits, latest }): Tie => {
      const [often, rare] = (commitsOf.get(a) ?? 0) >= (commitsOf.get(b) ?? 0) ? [a, b] : [b, a];
      const [all, of] = [commitsOf.get(often) ?? 0, commitsOf.get(rare) ?? 0];
      return {
        services: [often, rare],
        commits,
        of,
        lift: (commits * history.commits) / Math.max(1, all * of),
        latest,
      };
    })
    .toSorted((x, y) => y.commits / y.of - x.commits / x.of || y.commits - x.commits);
}

/** Ties that hang together, the strongest first. Each tie is visited once. */
function groupsOf(ties: readonly Tie[]): readonly (readonly [Tie, ...Tie[]])[] {
  const head = new Map<string, string>();
  const headOf = (name: string): string => {
    const above = head.get(name);
    return above === undefined || above === name ? name : headOf(above);
  };
  for (const { services } of ties) head.set(headOf(services[0]), headOf(services[1]));
  return [...Map.groupBy(ties, ({ services }) => headOf(services[0])).values()].flatMap(([first, ...rest]) =>
    first ? [[first, ...rest] as const] : [],
  );
}

/** A commit has no place in the workspace: the service stands for its part of it. */
function noteOf(model: Model, name: string, group: readonly Tie[]): Note[] {
  const place = serviceNamed(model, name)?.evidence[0];
  const best = group.find(({ services }) => services.includes(name));
  const other = best?.services.find((one) => one !== name);
  return place && best ? [{ ...place, label: name, note: `${best.commits} commits with ${other ?? ''}` }] : [];
}
