import type { Case } from '../../src/lint/kit.ts';

const nest = (name: string): Readonly<Record<string, string>> => ({
  [`services/${name}/package.json`]: JSON.stringify({
    name,
    scripts: { start: 'node dist/main.js' },
    dependencies: { '@nestjs/core': '11.0.0', '@nestjs/common': '11.0.0', '@nestjs/microservices': '11.0.0' },
  }),
});

const orders = (transport: string, sends: string) => ({
  ...nest('orders'),
  'services/orders/src/main.ts': `import { Controller, Inject, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxy, ClientsModule, Transport } from '@nestjs/microservices';

@Controller('v1/orders')
class OrdersController {
  constructor(@Inject('MAIL') private readonly mail: ClientProxy) {}

  @Post()
  place() {
    return this.mail.${sends}('order.placed', { id: 1 });
  }
}

@Module({
  imports: [ClientsModule.register([{ name: 'MAIL', transport: ${transport} }])],
  controllers: [OrdersController],
})
class AppModule {}

NestFactory.create(AppModule).then((app) => app.listen(3000));
`,
});
const mail = (connects: string, handles = 'EventPattern') => ({
  ...nest('mail'),
  'services/mail/src/main.ts': `import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, MessagePattern, Transport } from '@nestjs/microservices';

@Controller()
class MailController {
  @${handles}('order.placed')
  placed() {
    return { sent: true };
  }
}

@Module({ controllers: [MailController] })
class AppModule {}

async function start() {
  ${connects}
}
start();
`,
});
const listening = (...transports: readonly string[]): string =>
  `const app = await NestFactory.create(AppModule);\n${transports.map((transport) => `  app.connectMicroservice({ transport: ${transport} });\n`).join('')}  await app.startAllMicroservices();`;

const mismatch = (sent: string, heard: string) =>
  ({
    severity: 'error',
    message: `"order.placed" is sent over ${sent}, but mail listens over ${heard}`,
    at: 'services/orders/src/main.ts:11',
  }) as const;

const plain = (name: string, library: string, lines: string) => ({
  [`services/${name}/package.json`]: JSON.stringify({
    name,
    scripts: { start: 'node src/main.js' },
    dependencies: { [library]: '1.0.0' },
  }),
  [`services/${name}/src/main.js`]: lines,
});

export default [
  {
    title: 'an event that is sent over Kafka to who listens over RabbitMQ',
    page: true,
    files: { ...orders('Transport.KAFKA', 'emit'), ...mail(listening('Transport.RMQ')) },
    findings: [mismatch('Kafka', 'RabbitMQ')],
  },
  {
    title: 'an event over one transport',
    page: true,
    files: { ...orders('Transport.KAFKA', 'emit'), ...mail(listening('Transport.KAFKA')) },
    findings: [],
  },
  {
    title: 'a request over TCP to who listens over Redis',
    files: { ...orders('Transport.TCP', 'send'), ...mail(listening('Transport.REDIS'), 'MessagePattern') },
    findings: [mismatch('TCP', 'Redis')],
  },
  {
    title: 'an application that listens over several transports, the sender’s among them',
    files: { ...orders('Transport.KAFKA', 'emit'), ...mail(listening('Transport.TCP', 'Transport.KAFKA')) },
    findings: [],
  },
  {
    title: 'a strategy of one’s own',
    files: {
      ...orders('Transport.KAFKA', 'emit'),
      ...mail('const app = await NestFactory.createMicroservice(AppModule, { strategy: new Own() });'),
    },
    findings: [],
  },
  {
    title: 'a transport that could not be told',
    files: { ...orders('process.env.TRANSPORT', 'emit'), ...mail(listening('Transport.RMQ')) },
    findings: [],
  },
  {
    title: 'a request that only a handler of events takes',
    files: { ...orders('Transport.TCP', 'send'), ...mail(listening('Transport.TCP')) },
    findings: [
      {
        severity: 'warning',
        message: '"order.placed" is asked for an answer, but mail takes it as an event',
        at: 'services/orders/src/main.ts:11',
      },
    ],
  },
  {
    title: 'a name that is published on one broker and heard on another',
    files: {
      ...plain(
        'orders',
        'kafkajs',
        "import { Kafka } from 'kafkajs';\nawait new Kafka({}).producer().send({ topic: 'order.placed', messages: [] });\n",
      ),
      ...plain(
        'mail',
        'amqplib',
        "import { connect } from 'amqplib';\nconst channel = await (await connect('')).createChannel();\nawait channel.consume('order.placed', (message) => channel.ack(message));\n",
      ),
    },
    findings: [{ ...mismatch('Kafka', 'RabbitMQ'), at: 'services/orders/src/main.js:2' }],
  },
] satisfies readonly Case[];
