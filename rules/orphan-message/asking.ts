const nest = (name: string): string =>
  JSON.stringify({
    name,
    scripts: { start: 'node dist/main.js' },
    dependencies: { '@nestjs/core': '11.0.0', '@nestjs/common': '11.0.0', '@nestjs/microservices': '11.0.0' },
  });
/** Options of Nest to send to a queue of RabbitMQ, or to take from it. */
export const inQueue = (name: string): string =>
  `transport: Transport.RMQ, options: { urls: ['amqp://mq'], queue: '${name}' }`;

/** For cases: a gateway that asks a service over its queue, and what that service listens for. */
export const asking = (asked: string, patterns: readonly string[], options = inQueue('pay')) => ({
  'services/shop/package.json': nest('shop'),
  'services/shop/src/main.ts': `import { Controller, Inject, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxy, ClientsModule, Transport } from '@nestjs/microservices';

@Controller('v1/payments')
class Payments {
  constructor(@Inject('PAY') private readonly pay: ClientProxy) {}

  @Post()
  place() {
    return this.pay.send(${asked}, { id: 1 });
  }
}

@Module({ imports: [ClientsModule.register([{ name: 'PAY', ${inQueue('pay')} }])], controllers: [Payments] })
class AppModule {}

NestFactory.create(AppModule).then((app) => app.listen(3000));
`,
  'services/pay/package.json': nest('pay'),
  'services/pay/src/main.ts': `import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, Transport } from '@nestjs/microservices';

@Controller()
class PayController {
${patterns.map((pattern, index) => `  @MessagePattern(${pattern})\n  take${index}() {\n    return 1;\n  }\n`).join('')}}

@Module({ controllers: [PayController] })
class AppModule {}

NestFactory.createMicroservice(AppModule, { ${options} }).then((app) => app.listen());
`,
});
