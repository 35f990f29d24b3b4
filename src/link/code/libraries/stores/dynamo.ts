import { own } from '../../../../model/own.ts';
import type { StoreOpening } from '../../../types.ts';
import { fieldOf, itemsOf, lastStep, objectsOf, plainTextsOf, textThing } from '../../things.ts';
import type { DataDeed, Library, LibraryCall, Program, Recognised, Thing } from '../../types.ts';
import { countsInSql } from './counting.ts';
import { resolvedOf } from './opening.ts';
import { data } from './verbs.ts';

type Verb = 'update' | 'delete' | 'read' | 'upsert' | 'increment';

/** `PutItemCommand`, `PutCommand`, `putItem`, `put`: one operation under four names. */
const OPERATIONS: Readonly<Record<string, Verb>> = {
  put: 'upsert',
  update: 'update',
  delete: 'delete',
  get: 'read',
  query: 'read',
  scan: 'read',
};
const SEVERAL: Readonly<Record<string, Verb>> = { put: 'upsert', update: 'update', delete: 'delete', get: 'read' };

const endpoints = new WeakMap<Program, Thing>();

/** In the cloud a table is known by its name alone; elsewhere by the endpoint too. Each is a store of its own. */
const openTable = (call: LibraryCall, table: Thing | undefined): StoreOpening => {
  const { program } = call.scope;
  const host = resolvedOf(endpoints.get(program));
  const database = resolvedOf(table);
  const opening: StoreOpening = {
    service: program.service.name,
    engine: 'dynamodb',
    role: 'data',
    host: host.length > 0 ? host : [{ text: 'aws', env: [], evidence: [] }],
    ...(database.length > 0 ? { database } : {}),
    tables: [],
    evidence: [call.at],
  };
  program.openings.push(opening);
  return opening;
};

/** `SET n = n + :one`, and `ADD n :one` of a number; what has a condition is done once. */
const verbIn = (verb: Verb, options: Thing | undefined, { scope: { program } }: LibraryCall): Verb => {
  if (verb !== 'update' || fieldOf(options, 'ConditionExpression', program)) return verb;
  const isNumber = (name: string): boolean => {
    const given = fieldOf(options, `ExpressionAttributeValues.${name}`, program);
    return given?.kind === 'number' || fieldOf(given, 'N', program) !== undefined;
  };
  const isCounting = plainTextsOf(fieldOf(options, 'UpdateExpression', program)).some((text) => {
    const [, added = ''] = /\badd\b(.*?)(?:\b(?:set|remove|delete)\b|$)/is.exec(text) ?? [];
    return countsInSql(text.replace(/[#:]/g, '')) || [...added.matchAll(/:\w+/g)].some(([name]) => isNumber(name));
  });
  return isCounting ? 'increment' : verb;
};

const deedOn = (call: LibraryCall, verb: Verb, table: Thing | undefined): DataDeed => ({
  ...data('dynamodb', verb, plainTextsOf(table)[0]),
  ...(table ? { opening: openTable(call, table) } : {}),
});

/** `{ TransactItems: [{ Put: { TableName } }] }` */
const inTransaction = (call: LibraryCall): readonly DataDeed[] => {
  const { program } = call.scope;
  const items = itemsOf(fieldOf(call.args[0], 'TransactItems', program));
  const isOnce = items.some((item) => isNew(fieldOf(item, 'Put', program), call));
  return items.flatMap((item) =>
    ['Put', 'Update', 'Delete', 'Get'].flatMap((key) => {
      const one = fieldOf(item, key, program);
      const verb = verbIn(own(SEVERAL, key.toLowerCase()) ?? 'read', one, call);
      return one
        ? [deedOn(call, isOnce && verb === 'increment' ? 'update' : verb, fieldOf(one, 'TableName', program))]
        : [];
    }),
  );
};

/** A row that is put only where none is: the second time it fails, and all of its transaction with it. */
const isNew = (put: Thing | undefined, { scope: { program } }: LibraryCall): boolean =>
  plainTextsOf(fieldOf(put, 'ConditionExpression', program)).some((text) => /\battribute_not_exists\b/.test(text));

/** `{ RequestItems: { orders: … } }` */
const inBatch = (call: LibraryCall, verb: Verb): readonly DataDeed[] =>
  objectsOf(fieldOf(call.args[0], 'RequestItems', call.scope.program)).flatMap(({ value }) =>
    value.entries.flatMap(({ key }) => (key === undefined ? [] : [deedOn(call, verb, textThing(key))])),
  );

const used = (call: LibraryCall): Recognised | undefined => {
  const name = lastStep(call.callee.path)
    .replace(/Command$/, '')
    .replace(/Items?$/, '')
    .toLowerCase();
  if (name === 'transactwrite' || name === 'transactget') return { deeds: inTransaction(call) };
  if (name === 'batchwrite' || name === 'batchget')
    return { deeds: inBatch(call, name === 'batchget' ? 'read' : 'upsert') };
  const verb = own(OPERATIONS, name);
  const [options] = call.args;
  return (
    verb && { deeds: [deedOn(call, verbIn(verb, options, call), fieldOf(options, 'TableName', call.scope.program))] }
  );
};

const CLIENT =
  /(?:^|\.)(?:DynamoDB|DynamoDBClient|DocumentClient|DynamoDBDocument\.from|DynamoDBDocumentClient\.from)\(\)\./;

/** DynamoDB, by the commands and the clients of both SDKs. */
export const dynamo: Library = {
  packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb', 'aws-sdk'],
  recognise: (call) => {
    const { path, package: from } = call.callee;
    if (/(?:^|\.)(?:DynamoDB|DynamoDBClient|DynamoDB\.DocumentClient)$/.test(path)) {
      const endpoint = fieldOf(call.args[0], 'endpoint', call.scope.program);
      if (endpoint && resolvedOf(endpoint).length > 0) endpoints.set(call.scope.program, endpoint);
      return {};
    }
    const isCommand = from !== 'aws-sdk' && path.endsWith('Command');
    return isCommand || CLIENT.test(path) ? used(call) : undefined;
  },
};

const MODEL_VERBS: Readonly<Record<string, Verb>> = {
  create: 'upsert',
  batchPut: 'upsert',
  save: 'upsert',
  update: 'update',
  delete: 'delete',
  batchDelete: 'delete',
  get: 'read',
  batchGet: 'read',
  query: 'read',
  scan: 'read',
};

/** Dynamoose: a model for each table. */
export const dynamoose: Library = {
  packages: ['dynamoose', 'nestjs-dynamoose'],
  recognise: (call) => {
    const { parent } = call.callee;
    const name = lastStep(call.callee.path);
    const verb = own(MODEL_VERBS, name);
    const made = /(?:^|\.)model\(\)(?:\(\))?$/.test(parent?.path ?? '') ? parent : undefined;
    const model = made?.path.endsWith('()()') ? made.parent : made;
    return verb && model?.args?.[0] ? { deeds: [deedOn(call, verb, model.args[0])] } : undefined;
  },
};
