import type { Case } from '../../src/lint/kit.ts';

/** Orders, which is told where stock is. */
export const compose = `services:
  orders:
    build: services/orders
    environment: { STOCK_URL: "http://stock:8080" }
  stock:
    build: services/stock
`;

const manifest = (name: string, more = ''): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0", "axios": "1.0.0"${more} } }`;

export const files = (body: string, more = ''): Case['files'] => ({
  'compose.yaml': compose,
  'services/orders/package.json': manifest('orders', more),
  'services/orders/src/main.js': body,
  'services/stock/package.json': manifest('stock'),
  'services/stock/src/main.js': `import express from 'express';

const app = express();
app.get('/stock/:id', (req, res) => res.json({ left: 3 }));
app.listen(8080);
`,
});

export const orders = (call: string, head = "import axios from 'axios';"): string => `import express from 'express';
${head}

const app = express();
app.post('/orders', async (req, res) => {
  ${call}
  res.json('ok');
});
app.listen(8080);
`;

export const url = '`${process.env.STOCK_URL}/stock/1`';
export const waits = (at = 'services/orders/src/main.js:6') => [
  { severity: 'warning' as const, message: 'orders waits for stock without a deadline', at },
];

const nestStock = {
  'services/stock/package.json':
    '{ "name": "stock", "scripts": { "start": "nest start" }, "dependencies": { "@nestjs/common": "11.0.0", "@nestjs/core": "11.0.0", "@nestjs/microservices": "11.0.0" } }',
  'services/stock/src/main.ts': `import { NestFactory } from '@nestjs/core';
import { Controller, Get, Module } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';

@Controller('stock')
class StockController {
  @Get(':id')
  left() {
    return 3;
  }

  @MessagePattern('stock.left')
  asked() {
    return 3;
  }
}

@Module({ controllers: [StockController] })
class StockModule {}

NestFactory.create(StockModule).then((app) => app.listen(8080));
`,
};

export const nest = (module: string, call: string): Case['files'] => ({
  'compose.yaml': compose,
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "nest start" }, "dependencies": { "@nestjs/common": "11.0.0", "@nestjs/core": "11.0.0", "@nestjs/axios": "4.0.0", "@nestjs/microservices": "11.0.0", "rxjs": "7.0.0" } }',
  'services/orders/src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

NestFactory.create(AppModule).then((app) => app.listen(8080));
`,
  'services/orders/src/app.module.ts': `import { Module } from '@nestjs/common';
import { HttpModule } from '@nestjs/axios';
import { ClientsModule, Transport } from '@nestjs/microservices';
import { OrdersController } from './orders.controller';

@Module({
  imports: [${module}],
  controllers: [OrdersController],
})
export class AppModule {}
`,
  'services/orders/src/orders.controller.ts': `import { Controller, Inject, Post } from '@nestjs/common';
import { HttpService } from '@nestjs/axios';
import { ClientProxy } from '@nestjs/microservices';
import { firstValueFrom, retry, timeout } from 'rxjs';

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly http: HttpService,
    @Inject('STOCK') private readonly stock: ClientProxy,
  ) {}

  @Post()
  async place() {
    return ${call};
  }
}
`,
  ...nestStock,
});
export const proxy =
  "ClientsModule.register([{ name: 'STOCK', transport: Transport.TCP, options: { host: 'stock', port: 8080 } }])";
