import { describe, expect, test } from 'vitest';
import type { Case } from './paths.ts';
import { done } from './paths.ts';

const run = (cases: readonly Case[]): void => {
  test.each(cases)('%s', (_, files, wanted) => {
    const found = done(files);
    expect(found, `${found.join(' | ')} instead of ${wanted.join(' | ')}`).toEqual(wanted);
  });
};

describe('a handler is found inside', () => {
  run([
    [
      'asyncHandler',
      `import express from 'express'; import asyncHandler from 'express-async-handler'; const app = express(); app.get('/x', asyncHandler(async (req, res) => { await $a; }));`,
      ['a'],
    ],
    [
      'a wrapper of their own',
      `import express from 'express'; const catchAsync = (fn) => (req, res, next) => { Promise.resolve(fn(req, res, next)).catch(next); }; const app = express(); app.get('/x', catchAsync(async (req, res) => { await $a; }));`,
      ['a'],
    ],
    [
      'a wrapper of another file',
      {
        'main.ts': `import express from 'express'; import { wrap } from './wrap.ts'; const app = express(); app.get('/x', wrap(async (req, res) => { await $a; }));`,
        'wrap.ts':
          'export function wrap(fn) { return async function wrapped(req, res, next) { try { await fn(req, res, next); } catch (error) { next(error); } }; }',
      },
      ['a'],
    ],
    [
      'a wrapper nobody can see',
      `import express from 'express'; import { wrap } from 'some-wrapper'; const app = express(); app.get('/x', wrap(async (req, res) => { await $a; }));`,
      ['a'],
    ],
    [
      'a chain of middleware',
      `import express from 'express'; const app = express(); const one = async (req, res, next) => { await $a; next(); }; app.get('/x', one, [async (req, res, next) => { await $b; }], async (req, res) => { await $c; });`,
      ['a', 'b', 'c'],
    ],
    [
      'middleware that a factory makes',
      `import express from 'express'; const app = express(); const auth = (role) => async (req, res, next) => { await $a; next(); }; app.get('/x', auth('admin'), async (req, res) => { await $b; });`,
      ['a', 'b'],
    ],
    [
      'a controller, bound in its constructor',
      `import express from 'express'; class Controller { constructor() { this.get = this.get.bind(this); } async get(req, res) { await this.load(); } async load() { await $a; } } const controller = new Controller(); const app = express(); app.get('/x', controller.get);`,
      ['a'],
    ],
    [
      'a controller, bound where it is routed',
      `import express from 'express'; class Controller { async get(req, res) { await this.load(); } async load() { await $a; } } const controller = new Controller(); const app = express(); app.get('/x', controller.get.bind(controller));`,
      ['a'],
    ],
    [
      'a controller with arrow fields',
      `import express from 'express'; class Controller { get = async (req, res) => { await this.load(); }; load = async () => { await $a; }; } const app = express(); app.get('/x', new Controller().get);`,
      ['a'],
    ],
    [
      'static methods',
      `import express from 'express'; class Controller { static async get(req, res) { await Controller.load(); await this.more(); } static async load() { await $a; } static async more() { await $b; } } const app = express(); app.get('/x', Controller.get);`,
      ['a', 'b'],
    ],
    [
      'a module of functions',
      {
        'main.ts': `import express from 'express'; import * as controller from './controller.ts'; const app = express(); app.get('/x', controller.get);`,
        'controller.ts': `export const get = async (req, res) => { await load(); }; const load = async () => { await $a; };`,
      },
      ['a'],
    ],
    [
      'a router of another file',
      {
        'main.ts': `import express from 'express'; import router from './router.ts'; const app = express(); app.use('/v1', router);`,
        'router.ts': `import { Router } from 'express'; const router = Router(); router.route('/x').get(async (req, res) => { await $a; }).post(async (req, res) => { await $b; }); export default router;`,
      },
      ['a', 'b'],
    ],
  ]);
});
