const bookkeeping =
  /^(_?prisma_)?migrations?(_lock)?$|^(typeorm_metadata|knex_migrations(_lock)?|schema_migrations|flyway_schema_history|sequelizemeta|kysely_migration(_lock)?|pgmigrations|databasechangelog(lock)?|mikro_orm_migrations|__efmigrationshistory)$/i;

/** Tables that a migration tool keeps for itself; every service that migrates has one of the same name. */
export const isBookkeepingTable = (table: string): boolean => bookkeeping.test(table.replace(/^.*\./, ''));

const toolingFolder =
  /(^|\/)(tests?|__tests__|__mocks__|e2e|[\w-]+-e2e|spec|cypress|playwright|scripts|tools?|\.storybook)\//i;
const toolingName =
  /[.-](spec|test|e2e|e2e-spec|stories|mock|config)\.[cm]?[jt]sx?$|(^|\/)(jest|vitest|webpack|rollup|vite|esbuild|gulpfile|gruntfile|codegen(?=\.))[^/]*\.[cm]?[jt]s$/i;

/** Tests, stories and build tooling: they run on a developer's machine, not in the service. */
export const isToolingFile = (file: string): boolean => toolingFolder.test(file) || toolingName.test(file);

const sample =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|e2e|examples?|samples?|docs?|fixtures?|testdata|\.devcontainer|\.github|\.gitpod)\/|(?:^|\/)\.gitpod\.|(?:^|[./_-])(?:tests?|spec|samples?|examples?|template)(?:[._-][^/]*)?$/i;

/** Tests, samples and documentation: nobody deploys them. */
export const isSample = (file: string): boolean => sample.test(file);

/** What stands for the machine of a developer, or for a build: `compose.dev.yaml`, `Dockerfile.ci`. */
export const isForDevelopment = (file: string): boolean =>
  /(?:^|[/._-])(?:dev|develop|development|local|debug|minikube|kind|tests?|ci)(?:[/._-]|$)/i.test(file);

/** Clients say `payment` where the schema says `payments`. */
export const plainTable = (table: string): string =>
  table
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/s$/, '');
