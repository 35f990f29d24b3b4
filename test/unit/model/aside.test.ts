import { describe, expect, test } from 'vitest';
import { isTest } from '../../../src/model/aside.ts';

describe('isTest', () => {
  test.each([
    'jest.config.ts',
    'apps/orders/jest.config.e2e.ts',
    'web/next.config.mjs',
    'web/tailwind.base.config.js',
    'karma.conf.js',
    'vitest.setup.ts',
    'webpack.prod.js',
    'src/orders.spec.ts',
    'src/__e2e__/server.ts',
    'src/orders.servertest.ts',
    'src/orders.itest.ts',
  ])('%s runs in no service', (file) => {
    expect(isTest(file)).toBe(true);
  });

  test.each([
    'src/db/database.config.ts',
    'src/proxy/proxy.config.ts',
    'src/kafka.setup.ts',
    'src/config/app.conf.js',
    'src/next-auth.config.ts',
    'drizzle.config.ts',
    'prisma.config.ts',
    'knexfile.ts',
    'src/build-options.ts',
    'src/__generated__/client.ts',
    'src/orders.latest.ts',
    'src/contest.ts',
  ])('%s may', (file) => {
    expect(isTest(file)).toBe(false);
  });
});
