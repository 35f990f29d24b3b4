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

/** Two packages with a program each, a third that deploys both, and constructs that they share. */
const fleet: Tree = {
  'package.json': '{"name":"fleet","workspaces":["packages/*"]}',
  'packages/kit/package.json': '{"name":"@fleet/kit","dependencies":{"aws-cdk-lib":"2"}}',
  'packages/kit/constructs/code.ts': `
import { aws_lambda as Lambda } from 'aws-cdk-lib';
export class Code extends Lambda.Function {
  constructor(scope, id, props) {
    super(scope, id, {
      handler: \`\${props.built.slice(props.built.lastIndexOf('/') + 1)}.handler\`,
      code: Lambda.Code.fromAsset(props.built), ...props, environment: { ...props.environment, REUSE: '1' },
    });
  }
}
`,
  'packages/mail/package.json': '{"name":"@fleet/mail"}',
  'packages/mail/cdk.json': '{"app":"npx ts-node ./infra/app.ts"}',
  'packages/mail/infra/app.ts': `
import { App, Fn } from 'aws-cdk-lib';
import { MailStack } from './stack';
new MailStack(new App(), \`\${process.env.STAGE}-mail\`, { topic: Fn.importValue('shipped') });
`,
  'packages/mail/infra/stack.ts': `
import { Stack, aws_sns as SNS, aws_sqs as SQS, aws_sns_subscriptions as Subscriptions, aws_lambda_event_sources as Sources } from 'aws-cdk-lib';
import { Code } from '@fleet/kit/constructs/code';
export class MailStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const shipped = SNS.Topic.fromTopicArn(this, 'Shipped', props.topic);
    const queue = new SQS.Queue(this, \`MailQueue_\${id}\`);
    shipped.addSubscription(new Subscriptions.SqsSubscription(queue));
    new Code(this, \`Mail_\${id}\`, { built: \`\${__dirname}/../dist/handlers/mail\`, events: [new Sources.SqsEventSource(queue)] });
  }
}
`,
  'packages/mail/src/handlers/mail.ts': 'export const handler = async () => {};',
  'packages/shipping/package.json': '{"name":"@fleet/shipping"}',
  'packages/shipping/cdk.json': '{"app":"npx ts-node ./infra/app.ts"}',
  'packages/shipping/infra/app.ts': `
import { App } from 'aws-cdk-lib';
import { ShippingStack } from './stack';
new ShippingStack(new App(), \`\${process.env.STAGE}-shipping\`);
`,
  'packages/shipping/infra/stack.ts': `
import { CfnOutput, Stack, aws_sns as SNS } from 'aws-cdk-lib';
import * as Api from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code } from '@fleet/kit/constructs/code';
export class ShippingStack extends Stack {
  readonly topic: string;
  constructor(scope, id, props) {
    super(scope, id, props);
    const shipped = new SNS.Topic(this, \`Shipped_\${id}\`);
    this.topic = new CfnOutput(this, 'Out', { exportName: 'shipped', value: shipped.topicArn }).value;
    const ship = new Code(this, \`Ship_\${id}\`, { built: \`\${__dirname}/../dist/handlers/ship\`, environment: { TOPIC: shipped.topicArn } });
    new Code(this, \`List_\${id}\`, { built: \`\${__dirname}/../dist/handlers/list\` });
    const api = new Api.HttpApi(this, 'Api');
    new Api.HttpRoute(this, 'Route', {
      httpApi: api, routeKey: Api.HttpRouteKey.with('/parcels/{id}', Api.HttpMethod.POST), integration: new HttpLambdaIntegration('Ship', ship),
    });
  }
}
`,
  'packages/shipping/src/handlers/ship.ts': `
import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
export const handler = async () => { await new SNSClient({}).send(new PublishCommand({ TopicArn: process.env.TOPIC })); };
`,
  'packages/shipping/src/handlers/list.ts': 'export const handler = async () => [];',
  'packages/shipping/e2e/cdk.json': '{"app":"npx ts-node ../infra/app.ts"}',
  'packages/pipeline/package.json': '{"name":"@fleet/pipeline"}',
  'packages/pipeline/cdk.json': '{"app":"npx ts-node ./app.ts"}',
  'packages/pipeline/app.ts': `
import { App } from 'aws-cdk-lib';
import { MailStack } from '@fleet/mail/infra/stack';
import { ShippingStack } from '@fleet/shipping/infra/stack';
const app = new App();
const deploy = (stage) => {
  const shipping = new ShippingStack(app, \`\${stage}-shipping\`);
  new MailStack(app, \`\${stage}-mail\`, { topic: shipping.topic });
};
deploy('stage');
deploy('live');
`,
};

describe('several programs for one cloud', () => {
  it('hands one table to functions by constructs in folders of their own', () => {
    const construct = (name: string) => `
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { join } from 'path';
export class ${name} extends Construct {
  constructor(scope: Construct, id: string, { table }) {
    super(scope, id);
    new NodejsFunction(scope, id + '-Lambda', {
      entry: join(__dirname, '../../src/${name}/index.js'), environment: { TABLE: table.tableName },
    });
  }
}
`;
    const tree = {
      'package.json': '{"name":"shop","dependencies":{"aws-cdk-lib":"2"}}',
      'cdk.json': '{"app":"npx ts-node bin/shop.ts"}',
      'bin/shop.ts': `
import * as cdk from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { orders } from '../lib/orders/construct';
import { payments } from '../lib/payments/construct';
const stack = new cdk.Stack(new cdk.App(), 'Shop');
const table = new Table(stack, 'Common', { tableName: 'common' });
new orders(stack, 'Orders', { table });
new payments(stack, 'Payments', { table });
`,
      'lib/orders/construct.ts': construct('orders'),
      'lib/payments/construct.ts': construct('payments'),
      'src/orders/index.js': ordering,
      'src/payments/index.js': ordering,
    };
    expect(modelOf(tree).stores.map(({ id, usedBy }) => `${id} ${usedBy.join()}`)).toEqual([
      'dynamodb:aws/common orders,payments',
    ]);
  });
  it('finds what is built below dist in the source it was built from, through constructs of the workspace', () => {
    const services = modelOf(fleet).services.map(({ name, path }) => `${name} ${path}`);
    expect(services).toEqual(['mail packages/mail', 'shipping packages/shipping']);
  });
  it('tells once what the program of a package and the one of a pipeline make, where each function is made', () => {
    const { services, operations } = modelOf(fleet);
    expect(operations.map(({ id }) => id).toSorted()).toEqual([
      'mail MailQueue_STAGE-mail Mail_STAGE-mail',
      'shipping POST /parcels/{id}',
    ]);
    expect(services.flatMap(({ evidence }) => evidence.map(({ file, line }) => `${file}:${line}`))).toEqual([
      'packages/mail/infra/stack.ts:10',
      'packages/shipping/infra/stack.ts:12',
      'packages/shipping/infra/stack.ts:13',
    ]);
  });
  it('follows what one stack leaves and another imports, up to what only the deployment knows', () => {
    expect(edgesIn(fleet)).toEqual(['shipping > mail async sns sns:Shipped_STAGE-shipping']);
    const { 'packages/mail/cdk.json': _mail, 'packages/shipping/cdk.json': _shipping, ...piped } = fleet;
    expect(edgesIn(piped)).toEqual(['shipping > mail async sns sns:Shipped_stage-shipping']);
  });
  it('follows parameters by their names, and what the program is asked for', () => {
    const files: Tree = {
      ...fleet,
      'packages/mail/infra/app.ts': (fleet['packages/mail/infra/app.ts'] ?? '')
        .replace("Fn.importValue('shipped')", "StringParameter.valueForStringParameter(this, '/fleet/shipped')")
        .replace("'aws-cdk-lib';", "'aws-cdk-lib';\nimport { StringParameter } from 'aws-cdk-lib/aws-ssm';"),
      'packages/shipping/infra/stack.ts': (fleet['packages/shipping/infra/stack.ts'] ?? '')
        .replace(
          "new CfnOutput(this, 'Out', { exportName: 'shipped', value:",
          "new SSM.StringParameter(this, 'Out', { parameterName: '/fleet/shipped', stringValue:",
        )
        .replace('.topicArn }).value', '.topicArn }).stringValue')
        .replace('CfnOutput, Stack', 'Stack, aws_ssm as SSM')
        .replace('`Shipped_${id}`', "`Shipped_${this.node.tryGetContext('stage')}`"),
    };
    expect(edgesIn(files)).toEqual(['shipping > mail async sns sns:Shipped_stage']);
  });
});
