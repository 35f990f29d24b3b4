import type { Evidence } from '../../../../model/evidence.ts';
import { keyOf } from '../../evaluate/enter.ts';
import { fieldOf, itemsOf, optionsOf } from '../../things.ts';
import type { LibraryThing, ObjectThing, Program, Thing, Told } from '../../types.ts';
import { isOpen, limitIn } from './amounts.ts';

const HTTP = '@nestjs/axios';
const IMPORTED = /^HttpModule(?:$|\.)/;

/** What `HttpModule`, as a module imports it, tells its HttpService of waiting. */
const toldBy = (module: LibraryThing, options: Thing | undefined, program: Program): Told => {
  const at: Evidence | undefined = module.at;
  const client = at ? { client: at } : {};
  const isAsked = module.path !== 'HttpModule' && (module.args?.length ?? 0) > 0;
  if (!isAsked) return { waiting: client };
  const limit = at && limitIn(options, ['timeout', 'signal'], { by: 'client', at, program });
  if (limit) return { waiting: { ...client, limits: [limit] } };
  return !options || isOpen(options, program) || options.kind === 'nothing'
    ? { open: true, waiting: client }
    : { waiting: client };
};

const isSame = (a: Told, b: Told): boolean =>
  a.open === b.open &&
  a.waiting?.limits?.[0]?.ms === b.waiting?.limits?.[0]?.ms &&
  !a.waiting?.limits === !b.waiting?.limits;

/** Where modules tell it differently, a class of which the module is not known is told nothing. */
const noteForAll = (told: Told, program: Program): void => {
  const known = program.patience.get(HTTP);
  const { client: _client, ...waiting } = told.waiting ?? {};
  if (!known) program.patience.set(HTTP, { ...told, waiting });
  else if (!isSame(known, told)) program.patience.set(HTTP, { open: true });
};

/** Keeps what a module tells the HttpService of its own classes. */
export const noteHttpWaiting = (
  module: ObjectThing,
  imports: readonly Thing[],
  {
    program,
    optionsOfModule,
  }: { readonly program: Program; readonly optionsOfModule: (call: LibraryThing) => Thing | undefined },
): void => {
  for (const item of imports.flatMap((one) => optionsOf(one))) {
    if (item.kind !== 'library' || !IMPORTED.test(item.path)) continue;
    const told = toldBy(item, optionsOfModule(item), program);
    noteForAll(told, program);
    for (const list of ['providers', 'controllers'])
      for (const provided of itemsOf(fieldOf(module, list, program)))
        if (provided.kind === 'class') program.patience.set(`${HTTP} ${keyOf(program, provided)}`, told);
  }
};
