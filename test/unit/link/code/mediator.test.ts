import { expect, test } from 'vitest';
import { effectsOf, modelOf, services } from './workspace.ts';

test('a mediator of one’s own, which keeps handlers by the name of their command, runs one once', () => {
  const model = modelOf(services({ orders: {}, stock: {} }), {
    'stock/src/main.ts': `import express from 'express'; const app = express(); app.post('/reserve', (req, res) => res.end()); app.listen(3000);`,
    'orders/src/mediator.ts': `
      export interface IRequestHandler<Q, R> { handle(request: Q): Promise<R>; }
      class Mediator {
        private handlers: Record<string, any> = {};
        register(request, handler) { this.handlers[this.nameOf(request)] = handler; }
        async send(request) { const name = this.nameOf(request); return this.handlers[name].handle(request); }
        private nameOf(request): string { return request.constructor.name; }
      }
      export const mediator = new Mediator();`,
    'orders/src/place.ts': `
      import { IRequestHandler } from './mediator';
      export class Place {}
      export class PlaceHandler implements IRequestHandler<Place, void> {
        async handle(request: Place) { await fetch('http://stock:3000/reserve', { method: 'POST' }); }
      }`,
    'orders/src/main.ts': `
      import express from 'express';
      import { mediator } from './mediator';
      import { Place, PlaceHandler } from './place';
      mediator.register(new Place(), new PlaceHandler());
      const app = express();
      app.post('/orders', async (req, res) => { await mediator.send(new Place()); res.end(); });
      app.listen(3000);`,
  });
  expect(effectsOf(model, 'orders POST /orders')).toEqual(['call stock']);
});
