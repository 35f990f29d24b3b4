import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  JSON.stringify({
    name,
    scripts: { start: 'node src/main.js' },
    dependencies: { kafkajs: '2.2.4', pg: '8.0.0', 'node-sagas': '1.0.0', axios: '1.0.0' },
  });

const saga = (steps: string) => ({
  'services/orders/package.json': manifest('orders'),
  'services/orders/src/main.js': `import axios from 'axios';
import { Pool } from 'pg';

const pool = new Pool();
const check = () => pool.query('select 1 from stock');
const reserve = () => pool.query('update stock set reserved = reserved + 1');
const release = () => pool.query('update stock set reserved = reserved - 1');
const charge = () => axios.post('https://pay.example/charges');
const refund = () => axios.post('https://pay.example/refunds');
const ship = () => axios.post('https://post.example/parcels');

${steps}
`,
});
const undone = (step: string, line: number) =>
  [
    {
      severity: 'error',
      message: `Nothing undoes "${step}" when a later step of the saga in orders fails`,
      at: `services/orders/src/main.js:${line}`,
    },
  ] as const;

const steps = (...list: readonly string[]): string =>
  `export const steps = [\n${list.map((step) => `  ${step},\n`).join('')}];`;
const reserving = "{ name: 'reserve', run: reserve, compensate: release }";
const bareReserving = "{ name: 'reserve', run: reserve }";
const charging = "{ name: 'charge', run: charge, compensate: refund }";
const shipping = "{ name: 'ship', run: ship }";

const kafka = (service: string, text: string) => ({
  [`services/${service}/package.json`]: manifest(service),
  [`services/${service}/src/main.js`]: `import { Kafka } from 'kafkajs';
import { Pool } from 'pg';

const pool = new Pool();
const kafka = new Kafka({ brokers: ['kafka:9092'] });
const producer = kafka.producer();
const consumer = kafka.consumer({ groupId: '${service}' });
${text}
`,
});
const publish = (topic: string): string => `await producer.send({ topic: '${topic}', messages: [] });`;
const hear = (topic: string, body: string): string =>
  `await consumer.subscribe({ topic: '${topic}' });\nawait consumer.run({\n  eachMessage: async () => {\n    ${body}\n  },\n});`;
const write = "await pool.query('insert into orders (id) values ($1)', [1]);";

const commands = (topic: string) =>
  kafka(
    'orders',
    `${publish(topic)}\nexport const steps = [\n  { name: 'reserve', invoke: 'stock.reserve' },\n  { name: 'charge', invoke: 'payments.charge', compensate: 'payments.refund' },\n];`,
  );

const orders = (more: string, first = write) =>
  kafka(
    'orders',
    `export async function place() {\n  ${first}\n  ${publish('order.placed')}\n}\nawait place();\n${more}`,
  );
const stock = kafka('stock', hear('order.placed', publish('stock.reservation-failed')));

export default [
  {
    title: 'a step that nothing undoes, before one that can be undone',
    page: true,
    files: saga(steps(bareReserving, charging, shipping)),
    findings: undone('reserve', 13),
  },
  {
    title: 'a saga whose steps can all be undone but the last',
    page: true,
    files: saga(steps(reserving, charging, shipping)),
    findings: [],
  },
  {
    title: 'a step that only reads',
    files: saga(steps("{ name: 'check', run: check }", reserving, charging)),
    findings: [],
  },
  {
    title: 'steps of which none says what undoes it',
    files: saga(steps(bareReserving, shipping)),
    findings: [],
  },
  {
    title: 'a step of a builder that nothing undoes',
    files: saga(
      "import { SagaBuilder } from 'node-sagas';\nexport const saga = new SagaBuilder()\n  .step('reserve')\n  .invoke(reserve)\n  .step('charge')\n  .invoke(charge)\n  .withCompensation(refund)\n  .step('ship')\n  .invoke(ship);\n",
    ),
    findings: undone('reserve', 14),
  },
  {
    title: 'a step that is told as the message that asks for it',
    files: commands('stock.reserve'),
    findings: undone('reserve', 10),
  },
  {
    title: 'a step that is told as a text which nobody publishes',
    files: commands('stock.count'),
    findings: [],
  },
  {
    title: 'a failure that nobody hears, after another service has written',
    files: { ...orders(''), ...stock },
    findings: [
      {
        severity: 'error',
        message: 'Nobody hears "stock.reservation-failed", so what orders wrote before is never undone',
        at: 'services/stock/src/main.js:11',
      },
    ],
  },
  {
    title: 'a failure that whoever wrote listens to',
    files: {
      ...orders(hear('stock.reservation-failed', "await pool.query('delete from orders where id = $1', [1]);")),
      ...stock,
    },
    findings: [],
  },
  {
    title: 'a failure where nothing was written before',
    files: { ...orders('', 'console.log(1);'), ...stock },
    findings: [],
  },
] satisfies readonly Case[];
