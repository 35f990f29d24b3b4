import type { StoreOpening } from '../../../types.ts';
import { fieldOf, functionsOf, itemsOf, lastStep, librariesOf, plainTextsOf } from '../../things.ts';
import type { Library, LibraryCall, LibraryThing, Recognised, Thing } from '../../types.ts';
import { libraryThing } from '../kit.ts';
import { plural, tableOf, tableOfType } from './entities.ts';
import { isGrown } from './growth.ts';
import { noteCollectionIndex } from './keys.ts';
import { open, optionsIn, resolvedOf } from './opening.ts';
import { populatedBy } from './populated.ts';
import { collectionOfModel, noteFeatures, noteIndex, noteModel } from './schemas.ts';
import { data, incrementsIn, keyedOf, verbOf } from './verbs.ts';

/** What makes a model, and not a query on one. */
const MODELS = /^(?:(?!.*(?:model|Schema)\(\)).*\.)?model$/;
const MODEL = /(?:^|\.)(?:model|InjectModel|getModelForClass|Model|discriminator)\(\)/;
const INSERTED = /(?:create|build|new|Model|model|InjectModel|\(\))\(\)$/;

const collectionOf = (callee: LibraryThing): string | undefined => {
  let typed: string | undefined;
  for (let step: LibraryThing | undefined = callee; step; step = step.parent) {
    const [first] = step.args ?? [];
    if (/\.?collection\(\)$/.test(step.path)) return plainTextsOf(first)[0];
    if (/(?:^|\.)model\(\)$/.test(step.path)) {
      const named = collectionOfModel(step.args ?? [], callee.scope?.program);
      if (named !== undefined) return named;
    }
    if (/(?:InjectModel|getModelForClass)\(\)$/.test(step.path) && first) return ofModelName(first, callee);
    typed ??= step.typeArgs?.[0] && tableOfType(step.typeArgs[0], step.scope);
  }
  return typed === undefined ? undefined : plural(typed.replace(/_document$/, ''));
};

/** A model is injected by its class' name; the class knows its collection. */
const ofModelName = (token: Thing, callee: LibraryThing): string | undefined => {
  const [model] = librariesOf(token);
  const table = model ? collectionOf(model) : tableOf(token);
  if (model) return table;
  if (token.kind === 'class' || table === undefined) return table;
  const program = callee.scope?.program;
  const known = program?.declared.find((item) => item.evidence.note === table || item.table === plural(table));
  return known?.table ?? plural(table);
};

const opening = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  const [first, second] = call.args;
  const options = optionsIn(first, call.scope);
  const url = plainTextsOf(first).length > 0 || first?.kind === 'texts' || first?.kind === 'either' ? first : undefined;
  const database = fieldOf(second, 'dbName', program) ?? fieldOf(options, 'dbName', program);
  open(call, { engine: 'mongo', options, ...(url ? { url } : {}), ...(database ? { database } : {}) });
  return {};
};

const effect = (call: LibraryCall): Recognised | undefined => {
  const name = lastStep(call.callee.path);
  const collection = collectionOf(call.callee);
  const { program } = call.scope;
  if (name === 'populate')
    return { deeds: populatedBy(call).map((model) => data('mongo', 'read', ofModelName(model, call.callee))) };
  if (name === 'save') {
    const made = call.callee.parent;
    const isNew = made !== undefined && INSERTED.test(made.path);
    return {
      deeds: [
        data(
          'mongo',
          isNew ? 'insert' : isGrown(made) ? 'increment' : 'update',
          collection,
          isNew ? keyedOf(made.args?.[0], program) : 'given',
        ),
      ],
    };
  }
  const verb =
    /^(?:model|set|get|index|pre|post|method|static|plugin|virtual|watch|collection|createIndex|createCollection)$/.test(
      name,
    )
      ? undefined
      : verbOf(name);
  if (!verb) return undefined;
  const upserts = call.args.some((arg) => fieldOf(arg, 'upsert', program) !== undefined);
  // A row that is not there yet is made by the first message; the second counts all the same.
  const updates = name === 'bulkWrite' ? updatesIn(call) : verb === 'update' ? call.args : [];
  const increments = updates.some((arg) => incrementsIn(arg));
  return {
    deeds: [
      data('mongo', increments ? 'increment' : upserts ? 'upsert' : verb, collection, keyedOf(call.args[0], program)),
    ],
  };
};

/** `bulkWrite([{ updateOne: { filter, update, upsert: true } }])` */
const updatesIn = ({ args, scope: { program } }: LibraryCall): readonly Thing[] =>
  itemsOf(args[0]).flatMap((item) =>
    ['updateOne.update', 'updateMany.update'].flatMap((path) => fieldOf(item, path, program) ?? []),
  );

const lacksDatabase = ({ engine, url, database }: StoreOpening): boolean =>
  engine === 'mongo' && !database && (url ?? []).every(({ text }) => !/:\/\/[^/]+\/[^?]+/.test(text ?? ''));

/** `client.db('shop')`: the database of a connection whose address names none. */
const choose = (call: LibraryCall): Recognised => {
  const { openings, memo } = call.scope.program;
  const database = resolvedOf(call.args[0]).filter(({ text }) => text !== undefined);
  const lacking = openings.filter(lacksDatabase);
  const [opening] = lacking;
  if (database.length === 0 || !opening || lacking.length > 1) return {};
  const chosen = { ...opening, database };
  const scope = memo.opened.get(opening);
  if (scope) memo.opened.set(chosen, scope);
  openings[openings.indexOf(opening)] = chosen;
  return {};
};

const isOpening = (path: string): boolean =>
  /^(?:connect|createConnection|mongoose\.connect|MongoClient|MongoClient\.connect|MongooseModule\.forRoot(?:Async)?|TypegooseModule\.forRoot(?:Async)?|Mongoose\(\)\.connect)$/.test(
    path,
  );

/** Mongoose, Typegoose and MongoDB's own driver. */
export const mongo: Library = {
  packages: [
    'mongoose',
    '@nestjs/mongoose',
    'mongodb',
    '@typegoose/typegoose',
    'nestjs-typegoose',
    'mongoose-typescript',
  ],
  recognise: (call) => {
    const { path } = call.callee;
    if (isOpening(path)) {
      const opened = opening(call);
      const callback =
        functionsOf(call.args.at(-1)).length > 0
          ? { callbackArgs: [{ kind: 'nothing' } as const, libraryThing(call.callee, `${path}()`)] }
          : {};
      return { ...opened, ...callback };
    }
    if (MODELS.test(path)) noteModel(call);
    if (path === 'MongooseModule.forFeature') noteFeatures(call);
    if (/(?:^|\.)Schema\(\)\.index$/.test(path)) noteIndex(call);
    if (/(?:MongoClient|connect)\(\)(?:\.\w+\(\))*\.db$/.test(path)) return choose(call);
    if (path.endsWith('.createIndex')) noteCollectionIndex(call, collectionOf(call.callee));
    if (/withTransaction$|\.transaction$/.test(path)) return { transaction: true };
    return MODEL.test(path) || /collection\(\)\./.test(path) ? effect(call) : undefined;
  },
};
