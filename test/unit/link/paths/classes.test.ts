import { describe, expect, test } from 'vitest';
import type { Case } from './paths.ts';
import { done, route } from './paths.ts';

const run = (cases: readonly Case[]): void => {
  test.each(cases)('%s', (_, files, wanted) => {
    const found = done(files);
    expect(found, `${found.join(' | ')} instead of ${wanted.join(' | ')}`).toEqual(wanted);
  });
};

describe('a handler is followed through inheritance', () => {
  run([
    [
      'a template method',
      route(
        'await new Place().run();',
        'abstract class Job { async run() { await this.before(); await this.work(); } async before() { await $a; } abstract work(): Promise<void>; } class Place extends Job { async work() { await $b; } }',
      ),
      ['a', 'b'],
    ],
    [
      'an abstract property',
      route(
        'await new Place().run();',
        'abstract class Job { protected abstract readonly step: () => Promise<unknown>; async run() { await this.step(); } } class Place extends Job { protected readonly step = () => $a; }',
      ),
      ['a'],
    ],
    [
      'a call of the base',
      route(
        'await new Place().run();',
        'class Job { async run() { await $a; } } class Place extends Job { async run() { await super.run(); await $b; } }',
      ),
      ['a', 'b'],
    ],
    [
      'a call of the base, over two',
      route(
        'await new Three().run();',
        'class One { async run() { await $a; } } class Two extends One {} class Three extends Two { async run() { await $b; await super.run(); } }',
      ),
      ['b', 'a'],
    ],
    [
      'an overridden method is not run',
      route(
        'await new Place().run();',
        'class Job { async run() { await this.work(); } async work() { await $a; } } class Place extends Job { async work() { await $b; } }',
      ),
      ['b'],
    ],
    [
      'a constructor of the base',
      route(
        'await new Place().run();',
        'class Job { constructor(protected readonly step: () => Promise<unknown>) {} async run() { await this.step(); } } class Place extends Job { constructor() { super(() => $a); } }',
      ),
      ['a'],
    ],
    [
      'a generic base',
      route(
        'await new Orders().save();',
        'class Gateway { async send() { await $a; } } abstract class Base<T extends Gateway> { constructor(protected readonly gateway: T) {} async save() { await this.gateway.send(); } } class Orders extends Base<Gateway> { constructor() { super(new Gateway()); } }',
      ),
      ['a'],
    ],
    [
      'a mixin',
      route(
        'await new Place().run();',
        'const Logged = (Base) => class extends Base { async run() { await $a; await super.run(); } }; class Job { async run() { await $b; } } class Place extends Logged(Job) {}',
      ),
      ['a', 'b'],
    ],
    [
      'a base of another file, by default',
      {
        'main.ts': route(
          'await new Place().run();',
          `import Job from './job.ts'; class Place extends Job { async work() { await $a; } }`,
        ),
        'job.ts':
          'export default abstract class { async run() { await this.work(); } abstract work(): Promise<void>; }',
      },
      ['a'],
    ],
    ['a getter', route('await new Job().step();', 'class Job { get step() { return () => $a; } }'), ['a']],
    [
      'a private method',
      route('await new Job().run();', 'class Job { async run() { await this.#work(); } async #work() { await $a; } }'),
      ['a'],
    ],
  ]);
});

describe('a handler is followed through singletons', () => {
  run([
    [
      'a static field',
      route(
        'await Client.instance.send();',
        'class Client { static readonly instance = new Client(); async send() { await $a; } }',
      ),
      ['a'],
    ],
    [
      'getInstance',
      route(
        'await Client.getInstance().send();',
        'class Client { private static instance?: Client; static getInstance() { return (Client.instance ??= new Client()); } async send() { await $a; } }',
      ),
      ['a'],
    ],
    [
      'an instance that a module exports',
      {
        'main.ts': route('await client.send();', `import client from './client.ts';`),
        'client.ts': 'class Client { async send() { await $a; } } export default new Client();',
      },
      ['a'],
    ],
    [
      'a name set later',
      {
        'main.ts': route('await get().send();', `import { get, init } from './client.ts'; init();`),
        'client.ts':
          'class Client { async send() { await $a; } } let client; export const init = () => { client = new Client(); }; export const get = () => client;',
      },
      ['a'],
    ],
    [
      'memoised',
      route(
        'await get().send();',
        `import once from 'lodash/once'; class Client { async send() { await $a; } } const get = once(() => new Client());`,
      ),
      ['a'],
    ],
  ]);
});
