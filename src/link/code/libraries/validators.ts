import { environmentText } from '../evaluate/environment.ts';
import { firstGiven } from '../evaluate/given.ts';
import { ENVIRONMENT, fieldOf, functionsOf, lastStep, librariesOf, madeBy, optionsOf } from '../things.ts';
import type { Library, LibraryThing, Program, Thing } from '../types.ts';

/** `Schema.parse(value)`, `v.parse(schema, value)`: the value comes back. */
const GIVES_BACK =
  /^(?:parse|parseAsync|parser|validateSync|cast|attempt|create|check|assert|Parse|Decode|cleanEnv|createEnv)$/;
/** `Schema.safeParse(value).data`, `schema.validate(value).value`: it comes back beside the complaints. */
const GIVES_BESIDE = new Map([
  ['data', /^safeParse(?:Async)?\(\)$/],
  ['output', /^safeParse\(\)$/],
  ['value', /^validate(?:Async)?\(\)$/],
]);
/** Where a schema lists its fields: `z.object({ … })`, `base.extend({ … })`, `Joi.object().keys({ … })`. */
const LISTS = /(?:^|\.)(?:object|strictObject|looseObject|extend|safeExtend|merge|concat|keys|append|shape)\(\)$/;
const STANDARD = /(?:^|\.)(?:default|prefault|catch|failover)\(\)$/;
const STANDARD_BEHIND = /(?:^|\.)(?:optional|nullish|nullable|fallback|defaulted)\(\)$/;

const CHECKS = /(?:safeParse|validate)(?:Async)?\(\)$/;

/** What is held against a schema, and the objects that list its fields. */
type Check = { readonly given: Thing | undefined; readonly shapes: readonly Thing[] };

const shapesOf = (schema: Thing | undefined): readonly Thing[] =>
  librariesOf(schema).flatMap((library) => {
    const shapes: Thing[] = [];
    for (let step: LibraryThing | undefined = library; step; step = step.parent)
      if (step.args && LISTS.test(step.path))
        shapes.push(...step.args.flatMap((arg) => (arg.kind === 'library' ? shapesOf(arg) : [arg])));
    return shapes;
  });

const isChecked = (arg: Thing): boolean =>
  optionsOf(arg).some(({ kind }) => kind === 'object' || kind === 'environment');

const checkOf = ({ path, parent, args = [] }: LibraryThing, program: Program): Check => {
  const name = lastStep(path).replace('()', '');
  if (name === 'cleanEnv') return { given: args[0], shapes: args.slice(1, 2) };
  if (name === 'createEnv') {
    const parts = ['server', 'client', 'shared'].flatMap((part) => fieldOf(args[0], part, program) ?? []);
    return { given: fieldOf(args[0], 'runtimeEnv', program) ?? ENVIRONMENT, shapes: parts };
  }
  return { given: args.find(isChecked), shapes: [parent, ...args].flatMap(shapesOf) };
};

/** `z.string().default('x')`, `v.optional(v.string(), 'x')`, `str({ default: 'x' })`: what stands for a field nobody gives. */
const standardOf = (schema: Thing, program: Program): Thing | undefined => {
  for (const library of librariesOf(schema)) {
    const standard =
      madeBy(library, STANDARD)?.args?.[0] ??
      madeBy(library, STANDARD_BEHIND)?.args?.[1] ??
      fieldOf(library.args?.[0], 'default', program);
    const [made] = functionsOf(standard);
    if (standard) return made ? program.call(made, [], made.scope) : standard;
  }
  return undefined;
};

const schemaNamed = (name: string, shapes: readonly Thing[], program: Program): Thing | undefined => {
  for (const shape of shapes) {
    const schema = fieldOf(shape, name, program);
    if (schema) return schema;
  }
  return undefined;
};

/** A field as the schema leaves it: what it says is taken for what is not given, and fields within are held likewise. */
const fieldHeld = (given: Thing, schema: Thing | undefined, program: Program): Thing => {
  if (!schema) return given;
  const standard = standardOf(schema, program);
  const field = standard ? firstGiven([given, standard]) : given;
  const shapes = shapesOf(schema);
  return shapes.length > 0 && field.kind === 'object' ? objectHeld(field, shapes, program) : field;
};

const objectHeld = (given: Extract<Thing, { kind: 'object' }>, shapes: readonly Thing[], program: Program): Thing => ({
  ...given,
  held: (name, field) => fieldHeld(field, schemaNamed(name, shapes, program), program),
});

/** What comes back where an object was held against a schema; for the environment as a whole, the call itself. */
const givenBack = (call: LibraryThing, program: Program): Thing | undefined => {
  const { given, shapes } = checkOf(call, program);
  const options = optionsOf(given);
  if (options.some(({ kind }) => kind === 'environment')) return shapes.length > 0 ? call : ENVIRONMENT;
  if (!given || !options.some(({ kind }) => kind === 'object')) return undefined;
  return given.kind === 'object' && shapes.length > 0 ? objectHeld(given, shapes, program) : given;
};

/** A call that holds the environment as a whole against a schema: `Schema.parse(process.env)`. */
const environmentCheck = (call: LibraryThing, program: Program): Check | undefined => {
  if (!GIVES_BACK.test(lastStep(call.path).replace('()', ''))) return undefined;
  const check = checkOf(call, program);
  return optionsOf(check.given).some(({ kind }) => kind === 'environment') ? check : undefined;
};

const variableHeld = (name: string, { shapes }: Check, program: Program): Thing =>
  fieldHeld(environmentText(program, name), schemaNamed(name, shapes, program), program);

/** A variable that the schema names against which the environment was held. */
export const settingHeld = (call: LibraryThing, name: string, program: Program): Thing | undefined => {
  const check = environmentCheck(call, program);
  return check && schemaNamed(name, check.shapes, program) ? variableHeld(name, check, program) : undefined;
};

/** The environment as a schema leaves it that is given to somebody else to check it with. */
export const environmentHeldBy = (schema: LibraryThing): LibraryThing => ({
  kind: 'library',
  package: schema.package,
  path: `${schema.path}.parse()`,
  parent: schema,
  args: [ENVIRONMENT],
});

/** Libraries that hold a value against a schema. */
export const validators: Library = {
  packages: [
    'zod',
    'zod/v3',
    'zod/v4',
    'zod/mini',
    'valibot',
    'yup',
    'joi',
    '@hapi/joi',
    'superstruct',
    'runtypes',
    'arktype',
    '@sinclair/typebox/value',
    'typebox/value',
    'envalid',
    '@t3-oss/env-core',
    '@t3-oss/env-nextjs',
  ],
  result: (callee, args, { program }) => {
    const call: LibraryThing = { ...callee, path: `${callee.path}()`, parent: callee, args };
    if (GIVES_BACK.test(lastStep(callee.path))) return givenBack(call, program);
    return STANDARD.test(call.path) || CHECKS.test(call.path) ? call : undefined;
  },
  member: (of, name, { program }) => {
    if (GIVES_BESIDE.get(name)?.test(lastStep(of.path)))
      return givenBack({ ...of, path: of.path.replace(CHECKS, 'parse()') }, program);
    const check = environmentCheck(of, program);
    return check && variableHeld(name, check, program);
  },
};
