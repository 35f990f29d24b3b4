import type { Evidence } from '../../../../model/evidence.ts';
import { fieldOf, itemsOf, objectsOf, plainTextsOf } from '../../things.ts';
import type { Handler, ObjectThing, Program, Thing } from '../../types.ts';

export type Entry = { readonly key: string; readonly thing: Thing; readonly evidence: Evidence };

/** The entries of an object, each with its place. */
export const entriesOf = (of: Thing | undefined, at: Evidence, program: Program): readonly Entry[] =>
  objectsOf(of).flatMap((object) =>
    object.value.entries.flatMap(({ key, value, line }) =>
      key === undefined
        ? []
        : [
            {
              key,
              thing: program.evaluate(value, object.scope),
              evidence: { ...at, file: object.scope.module.file, line: line ?? at.line },
            },
          ],
    ),
  );

const REST: Readonly<Record<string, string>> = {
  list: 'GET',
  get: 'GET',
  create: 'POST',
  update: 'PUT',
  remove: 'DELETE',
};

/** `'POST /orders': 'orders.place'` and `'REST users': 'users'` of moleculer-web. */
const ofAlias = (
  alias: string,
  target: string,
  prefix: string,
): readonly { method: string; path: string; action: string }[] => {
  const [verb = '', below = ''] = alias.includes(' ') ? alias.split(/\s+/) : ['ANY', alias];
  const path = `/${[prefix, below]
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;
  if (verb !== 'REST') return [{ method: verb === '*' ? 'ANY' : verb.toUpperCase(), path, action: target }];
  return Object.entries(REST).map(([name, method]) => ({
    method,
    path: name === 'list' || name === 'create' ? path : `${path}/:id`,
    action: `${target}.${name}`,
  }));
};

export const ofRoutes = (schema: ObjectThing, at: Evidence, program: Program): readonly Handler[] => {
  const [root = ''] = plainTextsOf(fieldOf(schema, 'settings.path', program));
  return itemsOf(fieldOf(schema, 'settings.routes', program)).flatMap((route) => {
    const [prefix = ''] = plainTextsOf(fieldOf(route, 'path', program));
    return entriesOf(fieldOf(route, 'aliases', program), at, program).flatMap(({ key, thing, evidence }) => {
      const [target] = [...plainTextsOf(thing), ...plainTextsOf(fieldOf(thing, 'action', program))];
      if (target === undefined) return [];
      return ofAlias(key, target, `${root}/${prefix}`).map(({ method, path, action }): Handler => ({
        trigger: 'http',
        protocol: 'http',
        name: `${method} ${path}`,
        method,
        path,
        run: [],
        deeds: [{ what: callTo(action), trail: [{ ...evidence, note: action }], around: PLAIN }],
        evidence: { ...evidence, note: `${method} ${path}` },
      }));
    });
  });
};

/** `autoAliases: true`: every action that says its own route. */
export const ofAutoAliases = (schema: ObjectThing, at: Evidence, program: Program): readonly Handler[] =>
  itemsOf(fieldOf(schema, 'settings.routes', program)).flatMap((route): readonly Handler[] => {
    const auto = fieldOf(route, 'autoAliases', program);
    if (auto?.kind !== 'boolean' || !auto.boolean) return [];
    const [prefix = ''] = plainTextsOf(fieldOf(route, 'path', program));
    const path = `/${prefix.replace(/^\/|\/$/g, '')}/*`.replace('//', '/');
    const what = { ...callTo('*'), protocol: 'moleculer-rest', label: 'moleculer actions with a route' };
    const deeds = [{ what, trail: [at] as const, around: PLAIN }];
    return [
      { trigger: 'http', protocol: 'http', name: `ANY ${path}`, method: 'ANY', path, run: [], deeds, evidence: at },
    ];
  });

const PLAIN = { loop: false, parallel: false, detached: false, branch: false, retried: false } as const;

/** A call of an action by its name. */
export const callTo = (action: string) =>
  ({
    kind: 'call',
    protocol: 'moleculer',
    procedure: action,
    urls: [],
    label: `moleculer ${action}`,
    deadline: 'unknown',
  }) as const;
