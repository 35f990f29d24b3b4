import { classFactOf, lineOf } from '../../evaluate/classes.ts';
import { fieldOf, itemsOf, librariesOf, objectsOf, optionsOf, plainTextsOf } from '../../things.ts';
import type { ClassThing, LibraryCall, LibraryThing, Program, Thing } from '../../types.ts';

/** `populate('customer lines')`, `populate(['customer'])`, `populate({ path, model })`: what is asked for, and its model where that is said. */
type Asked = { readonly path: string; readonly model?: Thing };

const askedIn = (thing: Thing | undefined, program: Program): readonly Asked[] => [
  ...plainTextsOf(thing).flatMap((text) => text.split(/\s+/).map((path) => ({ path }))),
  ...itemsOf(thing).flatMap((item) => askedIn(item, program)),
  ...objectsOf(thing).flatMap((object) => {
    const model = fieldOf(object, 'model', program);
    return plainTextsOf(fieldOf(object, 'path', program)).map((path) => ({ path, ...(model ? { model } : {}) }));
  }),
];

/** The model that a field of a schema refers to: `{ ref: 'User' }`, also in a list. */
const refOf = (field: Thing | undefined, program: Program): Thing | undefined =>
  [...optionsOf(field), ...itemsOf(field), ...itemsOf(fieldOf(field, 'type', program))].flatMap(
    (option) => fieldOf(option, 'ref', program) ?? [],
  )[0];

const schemaFields = (callee: LibraryThing): readonly Thing[] => {
  for (let step: LibraryThing | undefined = callee; step; step = step.parent) {
    const schema = librariesOf(step.args?.[1]).find(({ path }) => /(?:^|\.)Schema\(\)$/.test(path));
    if (/(?:^|\.)model\(\)$/.test(step.path) && schema) return objectsOf(schema.args?.[0]);
  }
  return [];
};

/** The class behind `Model<Order>` or `getModelForClass(Order)`. */
const classOf = (callee: LibraryThing, program: Program): ClassThing | undefined => {
  for (let step: LibraryThing | undefined = callee; step; step = step.parent) {
    const [type] = step.typeArgs ?? [];
    const typed = type && step.scope ? optionsOf(program.typed(type, step.scope)) : [];
    for (const option of [...optionsOf(step.args?.[0]), ...typed]) {
      if (option.kind === 'class') return option;
      if (option.kind === 'instance') return option.of;
    }
  }
  return undefined;
};

const refOfClass = (thing: ClassThing, name: string): Thing | undefined => {
  for (const of of lineOf(thing)) {
    const field = classFactOf(of)?.fields.find((one) => one.name === name);
    const { program } = of.scope;
    for (const { args } of field?.decorators ?? [])
      for (const arg of args) {
        const ref = refOf(program.evaluate(arg, of.scope), program);
        if (ref) return ref;
      }
  }
  return undefined;
};

/** The models of which `populate` loads documents. */
export const populatedBy = (call: LibraryCall): readonly Thing[] => {
  const { callee, scope } = call;
  const { program } = scope;
  const fields = schemaFields(callee);
  const thing = fields.length === 0 ? classOf(callee, program) : undefined;
  return askedIn(call.args[0], program).flatMap(({ path, model }) => {
    const ref = fields.flatMap((object) => refOf(fieldOf(object, path, program), program) ?? [])[0];
    return model ?? ref ?? (thing && refOfClass(thing, path.split('.')[0] ?? path)) ?? [];
  });
};
