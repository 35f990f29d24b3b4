import { describe, expect, test } from 'vitest';
import type { Case } from './paths.ts';
import { done, route } from './paths.ts';

const run = (cases: readonly Case[]): void => {
  test.each(cases)('%s', (_, files, wanted) => {
    const found = done(files);
    expect(found, `${found.join(' | ')} instead of ${wanted.join(' | ')}`).toEqual(wanted);
  });
};

describe('events inside a process are followed', () => {
  run([
    [
      'an emitter',
      route(
        `emitter.emit('placed', 1);`,
        `import { EventEmitter } from 'node:events'; const emitter = new EventEmitter(); emitter.on('placed', async () => { await $a; });`,
      ),
      ['a (detached)'],
    ],
    [
      'an emitter that is extended',
      route(
        `bus.emit('placed', 1);`,
        `import { EventEmitter } from 'node:events'; class Bus extends EventEmitter {} const bus = new Bus(); bus.once('placed', async () => { await $a; });`,
      ),
      ['a (detached)'],
    ],
    [
      'an emitter of another file, by event',
      {
        'main.ts': route(`bus.emit('placed', 1);`, `import { bus } from './bus.ts'; import './listeners.ts';`),
        'bus.ts': `import { EventEmitter } from 'events'; export const bus = new EventEmitter();`,
        'listeners.ts': `import { bus } from './bus.ts'; bus.on('placed', async () => { await $a; }); bus.on('other', async () => { await $b; });`,
      },
      ['a (detached)'],
    ],
    [
      'Nest events',
      {
        'main.ts': `import { Controller, Post } from '@nestjs/common'; import { EventEmitter2, OnEvent } from '@nestjs/event-emitter';
      @Controller('x') export class Orders { constructor(private readonly emitter: EventEmitter2) {} @Post() place() { this.emitter.emit('placed', {}); } }
      export class Listener { @OnEvent('placed') async placed() { await $a; } }`,
      },
      ['a (detached)', 'a'],
    ],
    [
      'Nest commands',
      {
        'main.ts': `import { Controller, Post } from '@nestjs/common'; import { CommandBus, CommandHandler } from '@nestjs/cqrs';
      class Place {} @CommandHandler(Place) export class PlaceHandler { async execute(command: Place) { await $a; } }
      @Controller('x') export class Orders { constructor(private readonly bus: CommandBus) {} @Post() async place() { return this.bus.execute(new Place()); } }`,
      },
      ['a'],
    ],
    [
      'Nest sagas, from what an aggregate applies to the command of its event',
      {
        'main.ts': `import { Controller, Post } from '@nestjs/common'; import { AggregateRoot, CommandHandler, EventPublisher, ofType, Saga } from '@nestjs/cqrs';
      import { plainToInstance } from 'class-transformer'; import { filter, map } from 'rxjs';
      class Placed { constructor(readonly id) {} } class Other {} class Ship { constructor(readonly id) {} } class Rest {}
      class Order extends AggregateRoot { constructor(readonly id) { super(); } place() { this.apply(new Placed(this.id)); } }
      export class Sagas {
        @Saga() placed = (events) => events.pipe(ofType(Placed), filter((event) => event.id > 1), map((event) => new Ship(event.id)));
        @Saga() other(events) { return events.pipe(ofType(Other), map(() => new Rest())); }
      }
      @CommandHandler(Ship) export class ShipHandler { async execute(command: Ship) { await $a; } }
      @CommandHandler(Rest) export class RestHandler { async execute(command: Rest) { await $b; } }
      @Controller('x') export class Orders { constructor(private readonly publisher: EventPublisher) {}
        @Post() async place() { const order = this.publisher.mergeObjectContext(plainToInstance(Order, {})); order.place(); order.commit(); } }`,
      },
      ['a (detached)'],
    ],
  ]);
});
