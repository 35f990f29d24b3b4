import type { Model, Service } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';

export type Spanning = {
  readonly service: Service;
  readonly contexts: readonly string[];
  readonly notes: readonly Note[];
};

/** Services in whose folder msvc.yaml places several contexts. */
export function contextsInside(model: Model): readonly Spanning[] {
  const places = new Map(model.ownership.contexts.map(({ context, declaredAt }) => [context, declaredAt]));
  const folders = new Set(model.services.map(({ path }) => path));
  const inside = model.config.contexts.flatMap(({ name, paths }) =>
    paths.flatMap((glob) => {
      const home = serviceAround(fixedPartOf(glob), folders);
      return home === undefined ? [] : [{ context: name, home }];
    }),
  );
  return model.services.flatMap((service): readonly Spanning[] => {
    const contexts = [...new Set(inside.flatMap(({ context, home }) => (home === service.path ? [context] : [])))];
    if (contexts.length < 2) return [];
    const notes = contexts.flatMap((context): Note[] => {
      const place = places.get(context);
      return place ? [{ ...place, label: context, note: 'is declared inside it' }] : [];
    });
    return [{ service, contexts, notes }];
  });
}

/** `apps/shop/src/sales/**` says `apps/shop/src/sales`; `apps/*` says `apps`. */
const fixedPartOf = (glob: string): string => {
  const parts = glob.replace(/^\.\//, '').split('/');
  const wild = parts.findIndex((part) => /[*?{[]/.test(part));
  return (wild < 0 ? parts : parts.slice(0, wild)).filter(Boolean).join('/');
};

/** The innermost service whose folder lies above a folder; a service's own folder is not inside itself. */
function serviceAround(folder: string, services: ReadonlySet<string>): string | undefined {
  if (services.has(folder)) return undefined;
  for (let at = folder; at !== '';) {
    at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
    if (services.has(at)) return at;
  }
  return undefined;
}
