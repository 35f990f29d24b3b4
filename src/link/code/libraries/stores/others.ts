import { fieldOf, lastStep, madeBy, plainTextsOf, textsOf } from '../../things.ts';
import type { Library, LibraryCall, LibraryThing, Recognised } from '../../types.ts';
import { libraryThing } from '../kit.ts';
import { tableOf } from './entities.ts';
import { isGrown } from './growth.ts';
import { open, optionsIn } from './opening.ts';
import { sqlDeeds } from './statements.ts';
import { data, incrementsIn, keyedOf, verbOf } from './verbs.ts';

const sequelizeOpening = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  const options = optionsIn(
    call.args.find((arg) => arg.kind === 'object'),
    call.scope,
  );
  const engine = plainTextsOf(fieldOf(options, 'dialect', program))[0] ?? 'sql';
  const [first, second] = call.args;
  const isUrl =
    textsOf(first).some((text) => text.text.includes('://')) ||
    (first !== undefined && first.kind === 'texts' && (!second || second.kind === 'object'));
  if (isUrl) open(call, { engine, options, url: first });
  else open(call, { engine, options, ...(first && first.kind === 'texts' ? { database: first } : {}) });
  return {};
};

const sequelizeTable = (callee: LibraryThing): string | undefined => {
  const defined = madeBy(callee, /(?:define|model|InjectModel|Model|init)\(\)$/);
  const options = defined?.args?.at(-1);
  const program = callee.scope?.program;
  const named = program && plainTextsOf(fieldOf(options, 'tableName', program))[0];
  return named ?? (defined?.args?.[0] && tableOf(defined.args[0]));
};

/** Sequelize, with and without decorators. */
export const sequelize: Library = {
  packages: ['sequelize', 'sequelize-typescript', '@nestjs/sequelize', '@sequelize/core'],
  recognise: (call) => {
    const { path } = call.callee;
    const name = lastStep(path);
    if (/^(?:|Sequelize|default|SequelizeModule\.forRoot(?:Async)?)$/.test(path)) return sequelizeOpening(call);
    if (name === 'transaction')
      return { transaction: true, callbackArgs: [libraryThing(call.callee, 'Transaction()')] };
    if (name === 'query') return { deeds: sqlDeeds(call, 'sql') };
    if (/^(?:define|init|belongsTo|hasMany|hasOne|sync|authenticate|addHook)$/.test(name)) return undefined;
    const verb = name === 'save' ? 'update' : verbOf(name);
    if (!verb || !/(?:define|model|InjectModel|Model|init|getRepository)\(\)\.|^(?:Model)\./.test(path))
      return undefined;
    const increments = verb === 'update' && (isGrown(call.callee.parent) || call.args.some(incrementsIn));
    return {
      deeds: [
        data(
          'sql',
          increments ? 'increment' : verb,
          sequelizeTable(call.callee),
          keyedOf(call.args[0], call.scope.program),
        ),
      ],
    };
  },
};

/** Elasticsearch and OpenSearch. */
export const elastic: Library = {
  packages: ['@elastic/elasticsearch', '@opensearch-project/opensearch', '@nestjs/elasticsearch', 'elasticsearch'],
  recognise: (call) => {
    if (/^(?:Client|ElasticsearchModule\.register(?:Async)?)$/.test(call.callee.path)) {
      open(call, { engine: 'elasticsearch', options: optionsIn(call.args[0], call.scope) });
      return {};
    }
    const index = plainTextsOf(fieldOf(call.args[0], 'index', call.scope.program))[0];
    const name = lastStep(call.callee.path);
    const verb = name === 'index' || name === 'bulk' ? 'upsert' : verbOf(name);
    return verb && index !== undefined ? { deeds: [data('elasticsearch', verb, index)] } : undefined;
  },
};

const DYNAMO: Readonly<Record<string, 'insert' | 'update' | 'delete' | 'read' | 'upsert'>> = {
  PutCommand: 'upsert',
  PutItemCommand: 'upsert',
  UpdateCommand: 'update',
  UpdateItemCommand: 'update',
  DeleteCommand: 'delete',
  DeleteItemCommand: 'delete',
  GetCommand: 'read',
  GetItemCommand: 'read',
  QueryCommand: 'read',
  ScanCommand: 'read',
  BatchWriteCommand: 'upsert',
};

/** DynamoDB. */
export const dynamo: Library = {
  packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    const table = plainTextsOf(fieldOf(call.args[0], 'TableName', call.scope.program))[0];
    if (name === 'DynamoDBClient' || name === 'DynamoDB') {
      open(call, { engine: 'dynamodb', options: call.args[0] });
      return {};
    }
    const verb = DYNAMO[name];
    return verb ? { deeds: [data('dynamodb', verb, table)] } : undefined;
  },
};
