import type { DecoratorFact } from '../../../model/fact/module.ts';
import type { TypeRef, Value } from '../../../model/fact/value.ts';
import type { LibraryThing, Program, Scope, Thing } from '../types.ts';
import { plainTextsOf } from '../things.ts';
import { classNameOf } from './classes.ts';

const nameOf = (value: Value): string => (value.kind === 'name' || value.kind === 'member' ? value.name : '');

/** What a provider is known by: a text, a class's name, or the constant's own name. */
export const tokensOf = (thing: Thing, written?: Value): readonly string[] => {
  const texts = plainTextsOf(thing);
  if (texts.length > 0) return texts;
  if (thing.kind === 'class') return [classNameOf(thing)];
  if (thing.kind === 'library') return [tokenOf(thing)];
  return written ? [nameOf(written)].filter((name) => name !== '') : [];
};

/** `Symbol('x')` is like no other; `Symbol.for('x')` and `getRepositoryToken(Order)` are like those of the same argument. */
const tokenOf = (thing: LibraryThing): string => {
  if (!thing.args || thing.args.length === 0) return thing.path;
  const isUnique = thing.package === 'global' && thing.path === 'Symbol()' && thing.at !== undefined;
  const place = isUnique && thing.at ? ` ${thing.at.file}:${thing.at.line}:${thing.at.column}` : '';
  return `${thing.path} ${thing.args.flatMap((arg) => tokensOf(arg)).join()}${place}`;
};

const provided = (program: Program, tokens: readonly string[]): Thing | undefined => {
  for (const token of tokens) {
    const thing = program.providers.get(token);
    if (thing) return thing;
  }
  return undefined;
};

const REPOSITORIES =
  /^Inject(?:Repository|Model|DataSource|EntityManager|Connection|Queue|Redis|Knex|Kysely|Bot|S3|Aws)?$/i;

/** `@Inject(TOKEN)` and its kin; `@InjectRepository(Order)` says what the type leaves open. */
const byDecorator = (
  decorators: readonly DecoratorFact[],
  type: TypeRef | undefined,
  scope: Scope,
): Thing | undefined => {
  const { program } = scope;
  for (const decorator of decorators) {
    const name = nameOf(decorator.name);
    const [arg] = decorator.args;
    if (!/^inject/i.test(name) && name !== 'Client') continue;
    const thing = arg && program.evaluate(arg, scope);
    const found = thing && provided(program, tokensOf(thing, arg));
    if (found) return found;
    const callee = program.evaluate(decorator.name, scope);
    if (REPOSITORIES.test(name) && name.length > 6 && callee.kind === 'library') {
      return {
        ...callee,
        path: `${callee.path}()`,
        parent: callee,
        args: thing ? [thing] : [],
        scope,
        ...(type?.args ? { typeArgs: type.args } : {}),
      };
    }
    if (name === 'Client' && thing?.kind === 'object') {
      return {
        kind: 'library',
        package: '@nestjs/microservices',
        path: `${type?.name ?? 'ClientProxy'}()`,
        args: [thing],
        scope,
      };
    }
  }
  return undefined;
};

/** What injection puts into a parameter or a field. */
export const injected = (
  decorators: readonly DecoratorFact[],
  type: TypeRef | undefined,
  scope: Scope,
): Thing | undefined => {
  const token = byDecorator(decorators, type, scope);
  if (token) return token;
  if (!type) return undefined;
  return provided(scope.program, [type.name]) ?? scope.program.typed(type, scope);
};
