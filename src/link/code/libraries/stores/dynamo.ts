import { fieldOf, lastStep, plainTextsOf } from '../../things.ts';
import type { Library } from '../../types.ts';
import { open } from './opening.ts';
import { data } from './verbs.ts';

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
