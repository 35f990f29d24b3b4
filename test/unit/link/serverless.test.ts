import { describe, expect, it } from 'vitest';
import { edgesIn, modelOf, valuesIn, type Tree } from './units/workspace.ts';

const sends = (variable: string): string => `
const { SendMessageCommand } = require('@aws-sdk/client-sqs');
module.exports.handler = async () => { await sqs.send(new SendMessageCommand({ QueueUrl: process.env.${variable} })); };
`;
const puts = `
const { PutCommand } = require('@aws-sdk/lib-dynamodb');
const middy = require('@middy/core');
const create = async () => { await db.send(new PutCommand({ TableName: process.env.TABLE })); };
module.exports.handler = middy(create).use(x());
`;
const operationsIn = (files: Tree): readonly string[] =>
  modelOf(files)
    .operations.map(({ id, trigger, effects }) => `${id}, ${trigger}, ${effects.length}`)
    .toSorted();

const shop: Tree = {
  'orders/serverless.yml': `
service: orders
provider:
  name: aws
  stage: \${opt:stage, 'dev'}
  environment:
    TABLE: !Ref OrdersTable
    MAIL_URL: \${cf:mail-\${self:provider.stage}.MailQueueUrl}
    ELSEWHERE: \${env:SOMETHING}
    PICTURES: \${self:custom.Pictures.name}
functions:
  create: { handler: src/create.handler, events: [{ http: { path: orders, method: post } }, { httpApi: "GET /orders/{id}" }] }
  tell: { handler: src/tell.handler, events: [{ schedule: rate(1 minute) }] }
custom:
  Pictures: \${file(resources/pictures.yml):Pictures}
resources:
  Resources:
    OrdersTable: { Type: AWS::DynamoDB::Table, Properties: { TableName: "orders-\${self:provider.stage}" } }
`,
  'orders/src/create.js': puts,
  'orders/src/tell.js': sends('MAIL_URL'),
  'mail/serverless.yml': `
service: mail
provider: { name: aws }
functions:
  send: { handler: send.handler, events: [{ sqs: { arn: !GetAtt MailQueue.Arn } }] }
resources:
  Resources:
    MailQueue: { Type: AWS::SQS::Queue, Properties: { QueueName: mail-dev } }
  Outputs:
    MailQueueUrl: { Value: !Ref MailQueue }
`,
  'mail/send.js': 'exports.handler = async () => {};\n',
};

describe('the Serverless Framework', () => {
  it('names tables by the resource, and what other files say by its key', () => {
    expect(valuesIn(shop, 'orders', 'TABLE')).toEqual(['orders=orders-dev']);
    expect(valuesIn(shop, 'orders', 'PICTURES')).toEqual(['orders=Pictures']);
    expect(valuesIn(shop, 'orders', 'ELSEWHERE')).toEqual([]);
    expect(modelOf(shop).stores.map(({ id }) => id)).toEqual(['dynamodb:aws/orders-dev']);
  });
  it('sends to the queue whose output another service asks for', () => {
    expect(edgesIn(shop)).toEqual(['orders > mail async sqs sqs:MailQueue']);
  });
  it('makes an operation of each event, with what its handler does inside a wrapper', () => {
    expect(operationsIn(shop)).toEqual([
      'mail mail-dev send, message, 0',
      'orders GET /orders/{id}, http, 1',
      'orders POST /orders, http, 1',
      'orders tell, schedule, 1',
    ]);
  });
  it('may be written as a program, of which the name is taken', () => {
    const files = {
      'pay/serverless.ts':
        "const config = {\n  service: 'payments',\n  provider: { name: 'aws' },\n  functions: {},\n};\n",
      'pay/src/handler.ts': 'export const main = async () => {};\n',
    };
    expect(modelOf(files).services.map(({ name, path }) => `${name} ${path}`)).toEqual(['pay pay']);
  });
});

describe('a SAM template', () => {
  const template: Tree = {
    'template.yaml': `
Transform: AWS::Serverless-2016-10-31
Parameters: { Stage: { Type: String, Default: test } }
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: orders/
      Handler: app.handler
      Environment: { Variables: { QUEUE: !Ref Mails, PLAIN: !Sub "x-\${Stage}" } }
      Events: { Create: { Type: Api, Properties: { Path: /orders, Method: post } } }
  Mail:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: mail/
      Handler: app.handler
      Events: { Sent: { Type: SQS, Properties: { Queue: { "Fn::GetAtt": [Mails, Arn] } } } }
  Audit:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: audit/
      Handler: app.handler
      Events: { Seen: { Type: EventBridgeRule, Properties: { Pattern: { detail-type: [Ordered] } } } }
  Mails: { Type: AWS::SQS::Queue, Properties: { QueueName: mails } }
`,
    'orders/app.js': `${sends('QUEUE')}
const { PutEventsCommand } = require('@aws-sdk/client-eventbridge');
exports.told = () => bus.send(new PutEventsCommand({ Entries: [{ DetailType: 'Ordered' }] }));\n`,
    'mail/app.js': 'exports.handler = async () => {};\n',
    'audit/app.js': 'exports.handler = async () => {};\n',
  };
  it('leads from what a function is given to the functions that its events name', () => {
    expect(edgesIn(template)).toEqual([
      'orders > audit async eventbridge eventbridge:Ordered',
      'orders > mail async sqs sqs:mails',
    ]);
    expect(valuesIn(template, 'orders', 'PLAIN')).toEqual(['.=x-test']);
  });
});
