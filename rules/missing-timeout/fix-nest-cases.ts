import type { FixCase } from '../../src/scaffold/fix-kit.ts';

import { main, stock } from './fix-examples.ts';

const nest = (controller: string, module: string): FixCase['files'] => ({
  ...stock,
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "nest start" }, "dependencies": { "@nestjs/core": "11", "@nestjs/axios": "4", "@nestjs/microservices": "11", "rxjs": "7" } }',
  [main]: `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

void NestFactory.create(AppModule).then((app) => app.listen(8080));
`,
  'services/orders/src/app.module.ts': module,
  'services/orders/src/orders.controller.ts': controller,
});
const httpModule = (register: string): string => `import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { OrdersController } from './orders.controller';

@Module({
  imports: [${register}],
  controllers: [OrdersController],
})
export class AppModule {}
`;
const httpController = `import { HttpService } from '@nestjs/axios';
import { Controller, Post } from '@nestjs/common';
import { firstValueFrom } from 'rxjs';

@Controller('orders')
export class OrdersController {
  constructor(private readonly http: HttpService) {}

  @Post()
  async place(): Promise<unknown> {
    const { data } = await firstValueFrom(this.http.get(\`\${process.env['STOCK_URL']}/stock/1\`));
    return data;
  }
}
`;
const proxyController = (
  imports: string,
  sent: string,
): string => `import { Controller, Inject, Post } from '@nestjs/common';
import { ClientProxy } from '@nestjs/microservices';
import { ${imports} } from 'rxjs';

@Controller('orders')
export class OrdersController {
  constructor(@Inject('STOCK') private readonly stock: ClientProxy) {}

  @Post()
  async place(): Promise<unknown> {
    return firstValueFrom(${sent});
  }
}
`;
const proxyModule = `import { Module } from '@nestjs/common';
import { ClientsModule, Transport } from '@nestjs/microservices';
import { OrdersController } from './orders.controller';

@Module({
  imports: [ClientsModule.register([{ name: 'STOCK', transport: Transport.TCP, options: { host: 'stock', port: 8080 } }])],
  controllers: [OrdersController],
})
export class AppModule {}
`;
const controllerPath = 'services/orders/src/orders.controller.ts';

export const nestCases: readonly FixCase[] = [
  {
    title: 'a call through Nest’s HttpModule that is imported as it is',
    files: nest(httpController, httpModule('HttpModule')),
    after: { [controllerPath]: httpController.replace('stock/1`)', 'stock/1`, { timeout: 5000 })') },
  },
  {
    title: 'Nest’s HttpModule that is told something else',
    files: nest(
      httpController,
      httpModule('HttpModule.register({ maxRedirects: 1 })').replace('maxRedirects: 1', 'headers: {}'),
    ),
    after: { 'services/orders/src/app.module.ts': httpModule('HttpModule.register({ headers: {}, timeout: 5000 })') },
  },
  {
    title: 'a message of Nest that is waited for',
    files: nest(proxyController('firstValueFrom', "this.stock.send('stock.left', 1)"), proxyModule),
    after: {
      [controllerPath]: proxyController(
        'firstValueFrom, timeout',
        "this.stock.send('stock.left', 1).pipe(timeout(5000))",
      ),
    },
  },
  {
    title: 'one that goes through a pipe already',
    files: nest(
      proxyController('firstValueFrom, map', "this.stock.send('stock.left', 1).pipe(map((left) => ({ left })))"),
      proxyModule,
    ),
    after: {
      [controllerPath]: proxyController(
        'firstValueFrom, map, timeout',
        "this.stock.send('stock.left', 1).pipe(timeout(5000), map((left) => ({ left })))",
      ),
    },
  },
];
