import { describe, expect, test } from 'vitest';
import type { Case } from './paths.ts';
import { done, route } from './paths.ts';

const run = (cases: readonly Case[]): void => {
  test.each(cases)('%s', (_, files, wanted) => {
    const found = done(files);
    expect(found, `${found.join(' | ')} instead of ${wanted.join(' | ')}`).toEqual(wanted);
  });
};

/** A controller of Nest around what it is given. */
const nest = (rest: string, providers = ''): string => `
  import { Controller, Get, Inject, Injectable, Module, Optional } from '@nestjs/common';
  ${rest}
  @Module({ controllers: [Orders], providers: [${providers}] }) export class App {}`;

describe('a handler is followed through what is injected', () => {
  run([
    [
      'by Nest, by class',
      nest(
        `@Injectable() class Service { async one() { await $a; } }
      @Controller('x') class Orders { constructor(private readonly service: Service) {} @Get() async get() { return this.service.one(); } }`,
        'Service',
      ),
      ['a'],
    ],
    [
      'by Nest, by token',
      nest(
        `@Injectable() class Service { async one() { await $a; } }
      @Controller('x') class Orders { constructor(@Inject('SERVICE') private readonly service: any) {} @Get() async get() { return this.service.one(); } }`,
        `{ provide: 'SERVICE', useClass: Service }`,
      ),
      ['a'],
    ],
    [
      'by Nest, by abstract class',
      nest(
        `abstract class Port { abstract one(): Promise<void>; } @Injectable() class Service extends Port { async one() { await $a; } }
      @Controller('x') class Orders { constructor(private readonly port: Port) {} @Get() async get() { return this.port.one(); } }`,
        `{ provide: Port, useClass: Service }`,
      ),
      ['a'],
    ],
    [
      'by Nest, by one of two classes',
      nest(
        `interface Port { one(): Promise<void>; } @Injectable() class Good implements Port { async one() { await $a; } } @Injectable() class Bad implements Port { async one() { await $b; } } const PORT = Symbol('PORT');
      @Controller('x') class Orders { constructor(@Inject(PORT) private readonly port: Port) {} @Get() async get() { return this.port.one(); } }`,
        `{ provide: PORT, useClass: Good }`,
      ),
      ['a'],
    ],
    [
      'by Nest, into a property',
      nest(
        `@Injectable() class Service { async one() { await $a; } }
      @Controller('x') class Orders { @Inject() private readonly service: Service; @Inject(Service) private readonly again: Service; @Get() async get() { await this.service.one(); await this.again.one(); } }`,
        'Service',
      ),
      ['a', 'a'],
    ],
    [
      'by Nest, from a factory',
      nest(
        `class Service { constructor(private readonly work: () => Promise<unknown>) {} async one() { await this.work(); } }
      @Controller('x') class Orders { constructor(@Inject('S') private readonly service: Service) {} @Get() async get() { return this.service.one(); } }`,
        `{ provide: 'S', useFactory: () => new Service(() => $a) }`,
      ),
      ['a'],
    ],
    [
      'by Nest, deeper',
      nest(
        `@Injectable() class Repo { async load() { await $a; } } @Injectable() class Service { constructor(private readonly repo: Repo) {} async one() { return this.repo.load(); } }
      @Controller('x') class Orders { constructor(private readonly service: Service) {} @Get() async get() { return this.service.one(); } }`,
        'Service, Repo',
      ),
      ['a'],
    ],
    [
      'by tsyringe',
      route(
        'await container.resolve(Service).one();',
        `import { container, injectable, inject } from 'tsyringe'; class Repo { async load() { await $a; } } container.register('Repo', { useClass: Repo });
      @injectable() class Service { constructor(@inject('Repo') private repo: any) {} one() { return this.repo.load(); } }`,
      ),
      ['a'],
    ],
    [
      'by inversify',
      route(
        'await container.get<Service>(TYPES.Service).one();',
        `import { Container, injectable, inject } from 'inversify'; const TYPES = { Service: Symbol.for('Service'), Repo: Symbol.for('Repo') }; const container = new Container();
      interface Repo { load(): Promise<void> } @injectable() class GoodRepo implements Repo { async load() { await $a; } } @injectable() class BadRepo implements Repo { async load() { await $b; } }
      @injectable() class Service { @inject(TYPES.Repo) private repo!: Repo; one() { return this.repo.load(); } }
      container.bind<Repo>(TYPES.Repo).to(GoodRepo).inSingletonScope(); container.bind<Service>(TYPES.Service).to(Service);`,
      ),
      ['a'],
    ],
    [
      'by typedi',
      route(
        'await Container.get(Service).one();',
        `import { Container, Service as Injectable, Inject } from 'typedi'; @Injectable() class Repo { async load() { await $a; } } @Injectable() class Service { @Inject() private repo: Repo; constructor(private other: Repo) {} async one() { await this.repo.load(); await this.other.load(); } }`,
      ),
      ['a', 'a'],
    ],
    [
      'by awilix',
      route(
        `await container.resolve('service').one();`,
        `import { createContainer, asClass, asValue, asFunction } from 'awilix'; class Repo { async load() { await $a; } } class Service { constructor({ repo }) { this.repo = repo; } one() { return this.repo.load(); } }
      const container = createContainer(); container.register({ repo: asClass(Repo).singleton(), service: asClass(Service) });`,
      ),
      ['a'],
    ],
    [
      'by awilix, from the cradle',
      route(
        `await container.cradle.one();`,
        `import { createContainer, asFunction, asClass } from 'awilix'; class Repo { async load() { await $a; } }
      const container = createContainer(); container.register('repo', asClass(Repo)); container.register({ one: asFunction(({ repo }) => () => repo.load()) });`,
      ),
      ['a'],
    ],
    [
      'by hand',
      route(
        'await new UseCase(new Repo()).execute();',
        'interface Port { load(): Promise<void> } class Repo implements Port { async load() { await $a; } } class Other implements Port { async load() { await $b; } } class UseCase { constructor(private readonly port: Port) {} execute() { return this.port.load(); } }',
      ),
      ['a'],
    ],
    [
      'through a setter',
      route(
        'const service = new Service(); service.setRepo(new Repo()); await service.one();',
        'class Repo { async load() { await $a; } } class Service { private repo?: Repo; setRepo(repo: Repo) { this.repo = repo; } async one() { await this.repo?.load(); } }',
      ),
      ['a'],
    ],
    [
      'by Fastify',
      `import Fastify from 'fastify'; const app = Fastify(); app.decorate('repo', { load: async () => { await $a; } }); app.get('/x', async (req, res) => { await app.repo.load(); });`,
      ['a'],
    ],
  ]);
});
