import type { Resolved, StoreOpening, Units } from '../types.ts';

/**
 * A default on this machine, behind a variable that deployments set for other services and not for this one: most
 * likely this service does not open the connection at all, which code shared with the others could. It is not told.
 */
export function withoutForeignDefaults(opening: StoreOpening, units: Units): StoreOpening {
  const isElsewhere = (name: string): boolean =>
    units.services.some(
      (service) =>
        service.name !== opening.service &&
        units
          .environmentOf(service.name)
          .valuesOf(name)
          .some(({ value, reference }) => value !== undefined || reference !== undefined),
    );
  const isShared = opening.evidence.every(
    ({ file }) => !units.ownersOf(file).some((owner) => owner.name === opening.service),
  );
  const settled = (part: Resolved): Resolved => {
    const name = part.unset?.find(isElsewhere);
    return name === undefined ? part : { text: `{${name}}`, env: [name], evidence: part.evidence };
  };
  if (!isShared) return opening;
  return {
    ...opening,
    ...(opening.url ? { url: opening.url.map(settled) } : {}),
    ...(opening.host ? { host: opening.host.map(settled) } : {}),
  };
}
