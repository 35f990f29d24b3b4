import type { Library } from '../types.ts';

/** Indicators that ask somebody else; those of memory and disk ask the machine. */
const asking =
  /\b(?:TypeOrm|Mongoose|Sequelize|MikroOrm|Prisma|Http|Microservice|GRPC)HealthIndicator\b.*\.(?:pingCheck|responseCheck|checkService|check)$/;

/** Health checks of Nest: each indicator asks what it stands for. They are no calls between services. */
export const terminus: Library = {
  packages: ['@nestjs/terminus'],
  recognise: ({ callee }) =>
    asking.test(callee.path)
      ? {
          deeds: [
            { kind: 'external', what: 'other', library: `${callee.package} ${callee.path}`, idempotencyKey: false },
          ],
          takesCallbacks: true,
        }
      : undefined,
};
