import { describe } from 'vitest';
import type { Edit } from './mutation.ts';
import { edits } from './mutation.ts';

const bill = { 'services/billing/domain/shared.ts': 'export const limit = 3;\nexport type Limit = number;\n' };

/** A file of orders takes something from billing's own code. */
const importing = (file: string, text: string, more: Readonly<Record<string, string>> = {}): Edit => ({
  files: { ...bill, ...more, [`services/orders/${file}`]: text },
  adds: { 'orders -> billing import import': 'use' },
});

describe('an import of another context', () => {
  edits({
    relative: importing(
      'domain/a.ts',
      `import { limit } from '../../billing/domain/shared.ts'; // @use\nexport const twice = limit * 2;`,
    ),
    'of a type': importing(
      'domain/a.ts',
      `import type { Limit } from '../../billing/domain/shared.ts'; // @use\nexport type Mine = Limit;`,
    ),
    'of a type in place': importing(
      'domain/a.ts',
      `export type Mine = import('../../billing/domain/shared.ts').Limit; // @use`,
    ),
    'with a .js extension': importing(
      'domain/a.ts',
      `import { limit } from '../../billing/domain/shared.js'; // @use\nexport const twice = limit * 2;`,
    ),
    'without an extension': importing(
      'domain/a.ts',
      `import { limit } from '../../billing/domain/shared'; // @use\nexport const twice = limit * 2;`,
    ),
    'for effect': importing('domain/a.ts', `import '../../billing/domain/shared.ts'; // @use`),
    'a re-export': importing('domain/a.ts', `export { limit } from '../../billing/domain/shared.ts'; // @use`),
    'a barrel': importing('domain/index.ts', `export * from '../../billing/domain/shared.ts'; // @use`),
    'a namespace': importing('domain/a.ts', `export * as billing from '../../billing/domain/shared.ts'; // @use`),
    dynamic: importing(
      'domain/a.ts',
      `export const load = async () => {\n  return await import('../../billing/domain/shared.ts'); // @use\n};`,
    ),
    required: importing('domain/a.cjs', `const { limit } = require('../../billing/domain/shared.ts'); // @use`),
    'by the name of its package': importing(
      'domain/a.ts',
      `import { limit } from '@shop/billing/domain/shared.ts'; // @use\nexport const a = limit;`,
    ),
    'by a path of the compiler': importing(
      'domain/a.ts',
      `import { limit } from '~billing/domain/shared.ts'; // @use\nexport const a = limit;`,
      {
        'services/orders/tsconfig.json': '{ "compilerOptions": { "paths": { "~billing/*": ["../billing/*"] } } }',
      },
    ),
    'by a subpath of its own': importing(
      'domain/a.ts',
      `import { limit } from '#billing'; // @use\nexport const a = limit;`,
      {
        'services/orders/package.json':
          '{ "name": "@shop/orders", "imports": { "#billing": "@shop/billing/domain/shared.ts" } }',
      },
    ),
    'of data': importing(
      'domain/a.ts',
      `import data from '../../billing/domain/limits.json' with { type: 'json' }; // @use\nexport const a = data;`,
      {
        'services/billing/domain/limits.json': '{ "limit": 3 }',
      },
    ),
  });
});
