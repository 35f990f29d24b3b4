import type { FixCase } from '../../src/scaffold/fix-kit.ts';

export const main = 'services/orders/src/main.ts';
export const base = {
  'compose.yaml': 'services:\n  orders:\n    build: services/orders\n    ports: ["3000:3000"]\n',
  'services/orders/package.json': '{ "name": "orders", "scripts": { "start": "node src/main.js" } }\n',
  'services/orders/Dockerfile': 'FROM node:24.11.1-alpine\nCOPY . .\nUSER node\nCMD ["node", "src/main.js"]\n',
};
export const nestMain = `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.enableShutdownHooks();
  await app.listen(3000);
}
void bootstrap();
`;

const healthController = {
  'services/orders/src/health.controller.ts': `import { Controller, Get } from '@nestjs/common';

@Controller('health')
export class HealthController {
  @Get()
  check(): { status: string } {
    return { status: 'ok' };
  }
}
`,
};

export const nest = [
  {
    title: 'a Nest app, with a controller of its own',
    files: {
      ...base,
      [main]: nestMain,
      'services/orders/src/app.module.ts': `import { Module } from '@nestjs/common';
import { OrdersController } from './orders.controller';

@Module({
  imports: [],
  controllers: [OrdersController],
  providers: [],
})
export class AppModule {}
`,
      'services/orders/src/orders.controller.ts': `import { Controller, Get } from '@nestjs/common';

@Controller('orders')
export class OrdersController {
  @Get()
  list(): string[] {
    return [];
  }
}
`,
    },
    after: {
      'services/orders/src/app.module.ts': `import { Module } from '@nestjs/common';
import { OrdersController } from './orders.controller';
import { HealthController } from './health.controller';

@Module({
  imports: [],
  controllers: [OrdersController, HealthController],
  providers: [],
})
export class AppModule {}
`,
      ...healthController,
    },
  },
  {
    title: 'a Nest module that names no controllers',
    files: {
      ...base,
      [main]: nestMain,
      'services/orders/src/app.module.ts': `import { Module } from '@nestjs/common';

@Module({ imports: [], providers: [] })
export class AppModule {}
`,
    },
    after: {
      'services/orders/src/app.module.ts': `import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';

@Module({ imports: [], providers: [], controllers: [HealthController] })
export class AppModule {}
`,
      ...healthController,
    },
  },
] satisfies readonly FixCase[];
