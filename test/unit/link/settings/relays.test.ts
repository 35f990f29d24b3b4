import { describe, expect, it } from 'vitest';
import { edgesIn, folder, server, type Tree } from '../units/workspace.ts';

const services: Tree = { ...folder('orders'), ...folder('shipping'), ...folder('mail') };
const compose = (more = '') => `services:
  orders: { build: orders, environment: { DB_HOST: orders-db, DB_NAME: shop } }
  shipping: { build: shipping, environment: { DB_HOST: shipping-db, DB_NAME: shop, ORDER_QUEUE: shipping.orders, X: mail } }
  mail: { build: mail, environment: { DATABASE_URL: "postgres://a:b@mail-db:5432/mail" } }
${more}`;

describe('rows that a connector carries to a broker', () => {
  it('Debezium Server with RabbitMQ, bound by a script', () => {
    const files = {
      ...services,
      'compose.yaml': compose('  debezium: { build: debezium, environment: [DATABASE_HOSTNAME=orders-db] }\n'),
      'debezium/application.properties': `debezium.sink.type=rabbitmq
debezium.source.connector.class=io.debezium.connector.postgresql.PostgresConnector
debezium.source.database.hostname=\${DATABASE_HOSTNAME}
debezium.source.database.dbname=shop
debezium.source.transforms=outbox
debezium.source.transforms.outbox.type=io.debezium.transforms.outbox.EventRouter
debezium.source.transforms.outbox.route.topic.replacement=\\\\\${routedByValue}.events
`,
      'rabbit/bootstrap.sh':
        '#!/bin/sh\n( rabbitmqctl wait x ; \\\nrabbitmqadmin declare binding source="order.events" destination_type="queue" destination="shipping.orders" -u a ; ) &\n',
    };
    expect(edgesIn(files)).toEqual(['orders > shipping async rabbitmq order.events']);
  });
  it('Kafka Connect, to who subscribes', () => {
    const files = {
      ...services,
      'compose.yaml': compose(),
      'mail/package.json': server('mail', { dependencies: { kafkajs: '2' } }),
      'mail/src/main.js': `const { Kafka } = require('kafkajs');
const consumer = new Kafka({ brokers: ['k:9092'] }).consumer({ groupId: 'mail' });
consumer.subscribe({ topic: 'outbox.event.Order' });
consumer.run({ eachMessage: async () => {} });
`,
      'debezium/outbox-connector.json': JSON.stringify({
        name: 'outbox',
        config: {
          'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
          'database.hostname': 'orders-db',
          'database.dbname': 'shop',
          'transforms.outbox.type': 'io.debezium.transforms.outbox.EventRouter',
        },
      }),
    };
    expect(edgesIn(files)).toEqual(['orders > mail async kafka outbox.event.Order']);
  });
  it('says nothing where two services share the database', () => {
    const files = {
      ...services,
      'compose.yaml': compose().replace('shipping-db', 'orders-db'),
      'c/register-connector.sh':
        'curl -X POST http://connect:8083 -d \'{ "config": { "connector.class": "io.debezium.connector.mysql.MySqlConnector", "database.hostname": "orders-db", "topic.prefix": "x", "table.include.list": "shop.orders" } }\'\n',
    };
    expect(edgesIn(files)).toEqual([]);
  });
});

describe('queues that the broker is set up with', () => {
  it('definitions.json joins who publishes to an exchange with who takes from a queue', () => {
    const amqp = (body: string) => `const amqp = require('amqplib');
(async () => { const channel = await (await amqp.connect(process.env.RABBIT)).createChannel();\n${body}\n})();\n`;
    const pack = (name: string) => server(name, { dependencies: { amqplib: '0.10' } });
    const files = {
      'compose.yaml': 'services:\n  orders: { build: orders }\n  mail: { build: mail }\n',
      'orders/package.json': pack('orders'),
      'orders/src/main.js': amqp('channel.publish("shop", "order.placed", Buffer.from("{}"));'),
      'mail/package.json': pack('mail'),
      'mail/src/main.js': amqp('channel.consume("mail.orders", () => {});'),
      'rabbit/definitions.json':
        '{ "exchanges": [{ "name": "shop" }], "bindings": [{ "source": "shop", "destination": "mail.orders", "destination_type": "queue", "routing_key": "order.*" }] }',
    };
    expect(edgesIn(files).map((edge) => edge.slice(0, 26))).toEqual(['orders > mail async rabbit']);
    expect(edgesIn({ ...files, 'rabbit/definitions.json': '{ "bindings": [] }' })).toEqual([]);
  });
});
