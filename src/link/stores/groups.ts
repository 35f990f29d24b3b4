import type { Store } from '../../model/model.ts';
import type { StoreOpening } from '../types.ts';
import type { Variant } from './variants.ts';

/** One database in one deployment, with the variants that lead there. */
type Place = {
  readonly id: string;
  readonly deployment: string | undefined;
  readonly variants: readonly Variant[];
  readonly openings: ReadonlySet<StoreOpening>;
};

/** One database over all deployments: the best known name and everything that leads to it. */
export type Group = {
  readonly id: string;
  readonly kind: string;
  readonly deployment?: string;
  readonly role: Store['role'];
  readonly variants: readonly Variant[];
};

/**
 * Brings variants together: first by address inside each deployment, then over deployments where the same openings
 * meet: the orders database of compose and of the cluster is one store to its reader.
 */
export function groupsOf(variants: readonly Variant[]): readonly Group[] {
  const places = placesOf(withoutVague(withKinds(withoutUnset(withoutDesk(variants)))));
  const present = new Map<string | undefined, Set<StoreOpening>>();
  for (const { deployment, openings } of places) {
    const set = present.get(deployment) ?? new Set();
    for (const opening of openings) set.add(opening);
    present.set(deployment, set);
  }
  const merged: Place[][] = [];
  for (const place of places.toSorted(byWorth(present))) {
    const home = merged.find((group) => isSame(group, place, present));
    if (home) home.push(place);
    else merged.push([place]);
  }
  return merged.flatMap((group) => groupOf(group) ?? []);
}

/**
 * A `.env` that names a server on this machine and no database in it, where a deployment leads the same opening to
 * a known place, is no further deployment.
 */
function withoutDesk(variants: readonly Variant[]): readonly Variant[] {
  const isFile = ({ deployment = '' }: Variant): boolean => /^\.?env|\.env$/.test(deployment);
  const deployed = new Set(
    variants.flatMap((one) =>
      one.deployment !== undefined && !isFile(one) && one.known !== 'open' ? [one.opening] : [],
    ),
  );
  return variants.filter((one) => !isFile(one) || !/:localhost(?::\d+)?$/.test(one.id) || !deployed.has(one.opening));
}

/**
 * Shared code that one service is given an address for and another is not: the other imports the library for
 * something else, and never opens it.
 */
function withoutUnset(variants: readonly Variant[]): readonly Variant[] {
  const placeOf = ({ opening: { evidence } }: Variant) => `${evidence[0].file}:${evidence[0].line}`;
  const given = new Set(variants.filter(({ known }) => known !== 'open').map(placeOf));
  return variants.filter((variant) => variant.known !== 'open' || !given.has(placeOf(variant)));
}

/** Where code does not name the engine, another deployment or another opening of the same service may. */
const withKinds = (variants: readonly Variant[]): readonly Variant[] =>
  variants.map((variant) => {
    if (variant.kind !== 'sql') return variant;
    const same = variants.filter(({ kind }) => kind !== 'sql' && isKind('sql', kind));
    const known =
      same.find(({ opening }) => opening === variant.opening) ??
      same.find(({ opening }) => opening.service === variant.opening.service);
    return known ? { ...variant, kind: known.kind, id: variant.id.replace(/^sql:/, `${known.kind}:`) } : variant;
  });

/** An opening that says nothing is taken for the one database of its kind that the service is known to have. */
function withoutVague(variants: readonly Variant[]): readonly Variant[] {
  return variants.filter((vague) => {
    if (vague.known !== 'open') return true;
    return !variants.some(
      (other) =>
        other.known !== 'open' &&
        isKind(vague.kind, other.kind) &&
        other.opening.service === vague.opening.service &&
        (other.opening === vague.opening || vague.id.includes(':?')),
    );
  });
}

/** `sql` is any relational engine: the code did not say which. */
const isKind = (vague: string, known: string): boolean =>
  vague === known || (vague === 'sql' && /^(?:postgres|mysql|sqlserver|sqlite|oracle)$/.test(known));

const placesOf = (variants: readonly Variant[]): readonly Place[] =>
  [...Map.groupBy(variants, ({ deployment, id }) => `${deployment ?? ''}\n${id}`).values()].flatMap((list) => {
    const [first] = list;
    if (!first) return [];
    return [
      {
        id: first.id,
        deployment: first.deployment,
        variants: list,
        openings: new Set(list.map(({ opening }) => opening)),
      },
    ];
  });

const worth = { named: 0, referred: 1, open: 2 } as const;
const scarce = /(?:^|[./_-])(?:test|testing|e2e|ci|example|sample|dev|development|local)(?:$|[./_-])/i;

/**
 * Real addresses before references, places of many before places of few, production before development, a deployment
 * of the whole system before one of a part.
 */
const byWorth =
  (present: ReadonlyMap<string | undefined, ReadonlySet<StoreOpening>>) =>
  (a: Place, b: Place): number => {
    const rank = ({ variants }: Place) => Math.min(...variants.map(({ known }) => worth[known]));
    const spare = ({ deployment }: Place) => Number(deployment === undefined || scarce.test(deployment));
    const size = ({ deployment }: Place) => present.get(deployment)?.size ?? 0;
    return (
      rank(a) - rank(b) ||
      b.openings.size - a.openings.size ||
      spare(a) - spare(b) ||
      size(b) - size(a) ||
      (a.id < b.id ? -1 : 1)
    );
  };

/** Whether a place of another deployment is the same store: all openings that lead there also lead to the group. */
function isSame(
  group: readonly Place[],
  place: Place,
  present: ReadonlyMap<string | undefined, ReadonlySet<StoreOpening>>,
): boolean {
  const [first] = group;
  if (!first) return false;
  if (first.id === place.id && (inCloud(first) || isWritten(first) || isWritten(place) || sameServices(first, place)))
    return true;
  if (group.some(({ deployment }) => deployment === place.deployment)) return false;
  const isPart = [...place.openings].every((opening) => first.openings.has(opening));
  const services = new Set([...place.openings].map(({ service }) => service));
  const others = [...first.openings].filter(({ service }) => !services.has(service));
  return isPart && others.every((opening) => !present.get(place.deployment)?.has(opening));
}

/** A table of the cloud is known by its name alone, whichever file of a stack hands it to a function. */
const inCloud = ({ id }: Place): boolean => id.startsWith('dynamodb:aws/');

/** An address that stands in the code holds in every deployment. */
const isWritten = ({ deployment }: Place): boolean => deployment === undefined;

const servicesOf = ({ openings }: Place): string =>
  [...new Set([...openings].map(({ service }) => service))].sort().join();
const sameServices = (a: Place, b: Place): boolean => servicesOf(a) === servicesOf(b);

/** Where some use it for data, those are its users; cache and broker use beside that owns nothing. */
function groupOf(places: readonly Place[]): Group | undefined {
  const [first] = places;
  const variants = places.flatMap((place) => place.variants);
  const kind = first?.variants[0]?.kind;
  if (!first || kind === undefined) return undefined;
  const roles = new Set(variants.map(({ opening }) => opening.role));
  const role = roles.has('data') ? 'data' : roles.has('cache') ? 'cache' : 'broker';
  const users = role === 'data' ? variants.filter(({ opening }) => opening.role === 'data' || opening.keeps) : variants;
  return {
    id: first.id,
    kind,
    ...(first.deployment === undefined ? {} : { deployment: first.deployment }),
    role,
    variants: users,
  };
}
