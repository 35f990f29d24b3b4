import { describe, expect, it } from 'vitest';
import { edgesIn, modelOf, said, type Tree } from './units/workspace.ts';

const ordering = `
const { PutCommand } = require('@aws-sdk/lib-dynamodb');
exports.handler = async (event) => { await client.send(new PutCommand({ TableName: process.env.TABLE })); };
`;

/** A stack in three constructs, which hand tables, functions and queues to each other. */
const shop: Tree = {
  'package.json': '{"name":"shop","dependencies":{"aws-cdk-lib":"2"}}',
  'cdk.json': '{"app":"npx ts-node --prefer-ts-exts bin/shop.ts"}',
  'bin/shop.ts':
    'import * as cdk from "aws-cdk-lib";\nimport { ShopStack } from "../lib/stack";\nnew ShopStack(new cdk.App(), "Shop");\n',
  'lib/stack.ts': `
import * as cdk from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LambdaRestApi } from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Functions } from './functions';
export class ShopStack extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const orders = new dynamodb.Table(this, 'Orders', { tableName: 'orders' });
    const baskets = new dynamodb.Table(this, 'Baskets', {});
    const functions = new Functions(this, 'Functions', { orders, baskets });
    const queue = new Queue(this, 'OrderQueue');
    functions.ordering.addEventSource(new SqsEventSource(queue, { batchSize: 1 }));
    const bus = new EventBus(this, 'Bus');
    const rule = new Rule(this, 'CheckoutRule', { eventBus: bus, eventPattern: { detailType: ['Checkout'] } });
    rule.addTarget(new SqsQueue(queue));
    const api = new LambdaRestApi(this, 'api', { handler: functions.basket, proxy: false });
    const one = api.root.addResource('basket').addResource('{user}');
    one.addMethod('POST');
  }
}
`,
  'lib/functions.ts': `
import { NodejsFunction, NodejsFunctionProps } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Function, Code } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import * as path from 'path';
export class Functions extends Construct {
  readonly basket: NodejsFunction;
  readonly ordering: Function;
  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id);
    this.basket = this.makeBasket(props.baskets);
    this.ordering = new Function(this, 'orderingFunction', {
      code: Code.fromAsset('src/ordering'), handler: 'index.handler', environment: { TABLE: props.orders.tableName },
    });
  }
  private makeBasket(table) {
    const props: NodejsFunctionProps = { environment: { TABLE: table.tableName, KIND: 'Checkout' } };
    return new NodejsFunction(this, 'basketFunction', { entry: path.join(__dirname, '/../src/basket/index.js'), ...props });
  }
}
`,
  'src/basket/index.js': `
const { PutCommand } = require('@aws-sdk/lib-dynamodb');
const { PutEventsCommand } = require('@aws-sdk/client-eventbridge');
exports.handler = async () => {
  await client.send(new PutCommand({ TableName: process.env.TABLE }));
  await bus.send(new PutEventsCommand({ Entries: [{ DetailType: process.env.KIND }] }));
};
`,
  'src/ordering/index.js': ordering,
};

describe('a program for the Cloud Development Kit', () => {
  it('makes a service of each folder of code that it runs', () => {
    const services = modelOf(shop).services.map(({ name, path, kind }) => `${name} ${path} ${kind}`);
    expect(services).toEqual(['basket src/basket service', 'ordering src/ordering service']);
    const { 'cdk.json': _app, ...without } = shop;
    expect(said(without)).toEqual([]);
  });
  it('leads from a rule of the bus over a queue to the function behind it', () => {
    expect(edgesIn(shop)).toEqual(['basket > ordering async eventbridge eventbridge:Checkout']);
  });
  it('says in the environment of each function which table is meant', () => {
    const stores = modelOf(shop).stores.map(({ id, usedBy }) => `${id} ${usedBy.join()}`);
    expect(stores).toEqual(['dynamodb:aws/Baskets basket', 'dynamodb:aws/orders ordering']);
  });
  it('says what each function is asked for', () => {
    const operations = modelOf(shop).operations.map(
      ({ id, trigger, delivery }) => `${id} ${trigger} ${delivery?.redelivers === true}`,
    );
    expect(operations.toSorted()).toEqual([
      'basket POST /basket/{user} http false',
      'ordering OrderQueue orderingFunction message true',
    ]);
  });
  it('does not take for one table what two functions are given and could not be told', () => {
    const files: Tree = {
      ...shop,
      'lib/functions.ts': (shop['lib/functions.ts'] ?? '').replace(
        /(?:props\.orders|table)\.tableName/g,
        'process.env.X',
      ),
    };
    expect(
      modelOf(files)
        .stores.flatMap(({ usedBy }) => usedBy.join())
        .toSorted(),
    ).toEqual(['basket', 'ordering']);
  });
  it('may hand functions on by taking an object apart', () => {
    const files: Tree = {
      ...shop,
      'lib/functions.ts': (shop['lib/functions.ts'] ?? '').replace(
        'this.basket = this.makeBasket(props.baskets);',
        '({ basket: this.basket } = { basket: this.makeBasket(props.baskets) });',
      ),
    };
    expect(modelOf(files).operations.map(({ id }) => id)).toContain('basket POST /basket/{user}');
  });
});
