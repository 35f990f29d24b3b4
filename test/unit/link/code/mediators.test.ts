import { expect, test } from 'vitest';
import { edgesIn, effectsOf, modelOf, services } from './workspace.ts';

test('a mediator of one’s own that keeps its handlers in an object runs each of them once', () => {
  const model = modelOf(services({ booking: { FLIGHTS_URL: 'http://flights:3000' }, flights: {} }), {
    'flights/src/main.ts': `import express from 'express'; const app = express(); app.post('/seats', (q, r) => r.send({})); app.listen(3000);`,
    'booking/src/mediator.ts': `export interface IRequestHandler<Q, R> { handle(request: Q): Promise<R>; }
      class Mediator {
        private handlers: Record<string, any> = {};
        register(request: any, handler: any) { this.handlers[this.nameOf(request)] = handler; }
        async send(request: any) { const handler = this.handlers[this.nameOf(request)]; return await handler.handle(request); }
        private nameOf(request: any): string { return request.constructor.name; }
      }
      export const mediator = new Mediator();`,
    'booking/src/main.ts': `import express from 'express'; import axios from 'axios';
      import { mediator, type IRequestHandler } from './mediator';
      class Book { seat = ''; }
      class BookHandler implements IRequestHandler<Book, void> {
        async handle(request: Book) { await axios.post(process.env.FLIGHTS_URL + '/seats', request); }
      }
      mediator.register(new Book(), new BookHandler());
      const app = express();
      app.post('/bookings', async (q, r) => { await mediator.send(new Book()); r.send({}); });
      app.listen(3000);`,
  });
  expect(effectsOf(model, 'booking POST /bookings')).toEqual(['call flights']);
});

const LIBRARY = {
  'libs/common/index.ts': `export * from './find-user'; export * from './find-user.handler';`,
  'libs/common/find-user.ts': `export class FindUser { id = ''; }`,
  'libs/common/find-user.handler.ts': `import { QueryHandler } from '@nestjs/cqrs'; import { FindUser } from './find-user';
    @QueryHandler(FindUser) export class FindUserElsewhere {
      constructor(@Inject('USERS') private client: ClientProxy) {}
      async execute(query: FindUser) { return this.client.send('findUser', query); }
    }`,
};
const MAIN = (
  module: string,
): string => `import { NestFactory } from '@nestjs/core'; import { AppModule } from './app.module';
  NestFactory.createMicroservice(AppModule, { transport: Transport.TCP, options: { host: '0.0.0.0', port: ${module} } }).then((app) => app.listen());`;
const CLIENT = `ClientsModule.register([{ name: 'USERS', transport: Transport.TCP, options: { host: 'users', port: 4000 } }])`;
const ASKS = `import { QueryBus } from '@nestjs/cqrs'; import { FindUser } from '../../libs/common';
  @Controller() export class Asking { constructor(private readonly bus: QueryBus) {}`;

test('a handler of a shared library runs where a module provides it, and not where its file is loaded', () => {
  const model = modelOf(services({ users: {}, posts: {} }), LIBRARY, {
    'users/src/main.ts': MAIN('4000'),
    'users/src/app.module.ts': `import { Asking } from './asking'; import { Found } from './found';
      @Module({ imports: [${CLIENT}], controllers: [Asking], providers: [Found, { provide: 'x', useValue: 1 }] }) export class AppModule {}`,
    'users/src/found.ts': `import { QueryHandler } from '@nestjs/cqrs'; import { FindUser } from '../../libs/common';
      @QueryHandler(FindUser) export class Found { async execute(query: FindUser) { return { id: query.id }; } }`,
    'users/src/asking.ts': `${ASKS} @MessagePattern('findUser') find() { return this.bus.execute(new FindUser()); } }`,
    'posts/src/main.ts': MAIN('4001'),
    'posts/src/app.module.ts': `import { Asking } from './asking'; import { FindUserElsewhere } from '../../libs/common';
      @Module({ imports: [${CLIENT}], controllers: [Asking], providers: [FindUserElsewhere] }) export class AppModule {}`,
    'posts/src/asking.ts': `${ASKS} @MessagePattern('writePost') write() { return this.bus.execute(new FindUser()); } }`,
  });
  expect(edgesIn(model).filter((edge) => edge.includes('sync'))).toEqual(['posts -> users sync tcp findUser']);
  expect(effectsOf(model, 'users findUser')).toEqual([]);
});
