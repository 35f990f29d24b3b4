import { classNameOf } from '../evaluate/classes.ts';
import { fieldHandler } from '../libraries/graphql/servers.ts';
import { fieldOf, functionsOf, optionsOf, plainTextsOf } from '../things.ts';
import type { Handler, Program, Thing } from '../types.ts';
import type { Applied } from './applied.ts';
import type { Decorated } from './classes.ts';

const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);
const FIELDS = new Set(['ResolveField', 'FieldResolver', 'ResolveProperty']);

const typeNamed = (thing: Thing, program: Program): string | undefined => {
  const [text] = plainTextsOf(thing);
  if (text !== undefined) return text;
  const made = functionsOf(thing).map((fn) => program.call(fn, [], fn.scope));
  const found = [thing, ...made].flatMap((one) => optionsOf(one)).find((one) => one.kind === 'class');
  return found?.kind === 'class' ? classNameOf(found) : undefined;
};

/** The name that a decorator gives a field: `@Query('users')`, `@Query(() => [User], { name: 'users' })`. */
const nameIn = ({ item, thing, method }: Decorated): string => {
  const { program } = thing.scope;
  const args = item.args();
  const [text] = plainTextsOf(args[0]);
  const [named] = args.flatMap((arg) => plainTextsOf(fieldOf(arg, 'name', program)));
  return text ?? named ?? method.fact.name ?? '';
};

/** What the decorators of Nest and type-graphql register in a resolver class. */
export const fieldOfResolver = (one: Decorated, name: string, resolver: Applied): readonly Handler[] => {
  if (ROOTS.has(name)) return [fieldHandler(name, nameIn(one), one.run, one.evidence)];
  if (!FIELDS.has(name) && name !== 'ResolveReference') return [];
  const { scope } = one.thing;
  const [arg] = resolver.args();
  const type = (arg && typeNamed(arg, scope.program)) ?? classNameOf(one.thing).replace(/Resolver$/, '');
  return [fieldHandler(type, name === 'ResolveReference' ? '__resolveReference' : nameIn(one), one.run, one.evidence)];
};
