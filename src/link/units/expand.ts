import type { EnvEntry } from '../../model/fact/env.ts';
import type { ContainerFact } from '../../model/fact/infrastructure.ts';
import { interpolated, type Lookup } from './interpolate.ts';

/** Values of a chart by dotted path, lists by index: `Values.services.0.name`. */
export type Values = ReadonlyMap<string, string>;

/** The keys or indices directly under a path. */
function itemsUnder(path: string, values: Values): readonly string[] {
  const items = new Set<string>();
  for (const key of values.keys())
    if (key.startsWith(`${path}.`)) items.add(key.slice(path.length + 1).replace(/\..*$/, ''));
  return [...items];
}

const loop = /(Values[\w.-]*?)\.~/;

/** A text of a loop's body for one item: `$(Values.services.~.name)` reads `$(Values.services.0.name)`. */
const forItem = (text: string, path: string, item: string): string =>
  text.replaceAll(`$(${path}.~key)`, item).replaceAll(`${path}.~`, `${path}.${item}`);

/** A fact of a chart's template; where it stands in a loop over values, once for each of them. */
export function expandedIn<T extends { readonly name: string }>(fact: T, values: Values): readonly T[] {
  const path = loop.exec(fact.name)?.[1];
  if (path === undefined) return [fact];
  return itemsUnder(path, values)
    .slice(0, 200)
    .map((item): T => JSON.parse(forItem(JSON.stringify(fact), path, item)));
}

/** Names, images, commands and looped variables of a container filled; plain variables stay, to be filled when asked for. */
export function filledIn(fact: ContainerFact, values: Values, lookup: Lookup): ContainerFact {
  const text = (value: string): string => interpolated(value, lookup).text;
  const name = (value: string): string => text(value).replace(/^-+|-+$/g, '');
  const { command, entrypoint, container, image } = fact;
  return {
    ...fact,
    name: name(fact.name),
    labels: Object.fromEntries(Object.entries(fact.labels).map(([key, value]) => [key, name(value)])),
    env: fact.env.flatMap((entry) => variablesOf(entry, values, lookup, 0)),
    ...(container === undefined ? {} : { container: name(container) }),
    ...(image === undefined ? {} : { image: name(image) }),
    ...(command ? { command: command.map(text) } : {}),
    ...(entrypoint ? { entrypoint: entrypoint.map(text) } : {}),
  };
}

/** `range $name, $value := .Values.env`, or `toYaml .Values.env`: a variable for each item. */
function variablesOf(entry: EnvEntry, values: Values, lookup: Lookup, depth: number): readonly EnvEntry[] {
  const path = loop.exec(`${entry.name} ${entry.value ?? ''}`)?.[1];
  if (path === undefined || depth > 3) return [entry.name.includes('$') ? named(entry, lookup) : entry];
  return itemsUnder(path, values)
    .slice(0, 200)
    .flatMap((item): readonly EnvEntry[] => {
      // A map written out whole has names for keys; a list has them in its items.
      const own = values.get(`${path}.${item}`);
      if (own !== undefined && entry.name === `$(${path}.~.name)`) return [{ ...entry, name: item, value: own }];
      const value = entry.value === undefined ? {} : { value: forItem(entry.value, path, item) };
      return variablesOf({ ...entry, name: forItem(entry.name, path, item), ...value }, values, lookup, depth + 1);
    });
}

const named = (entry: EnvEntry, lookup: Lookup): EnvEntry => ({
  ...entry,
  name: interpolated(entry.name, lookup).text,
});
