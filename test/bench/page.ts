import { availableParallelism, loadavg } from 'node:os';
import { ours, type RepositoryResult } from './repository.ts';
import type { Scale } from './scale.ts';

type Target = { readonly what: string; readonly is: string; readonly asked: string; readonly met: boolean };

const ratio = (value: number): string => `${value.toFixed(2)} times`;

/** docs/benchmarks.md. A part that was not measured in this run says so. */
export function pageOf(repository: RepositoryResult | undefined, scales: readonly Scale[]): string {
  const targets = [...(repository ? repositoryTargets(repository) : []), ...scaleTargets(scales)];
  return `# Benchmarks

Written by \`npm run bench\`, from one run: everything that is compared ran in turns on one machine, and each figure is the
median of its rounds. ${availableParallelism()} cores, Node ${process.versions.node}; load average at the end ${loadavg()[0]?.toFixed(1)}.
Seconds say little about another machine; ratios say more.

    npm run bench -- path/to/a/repository      with a real repository beside the generated ones
    npm run bench -- --sizes 10,100            without the large one

| what is asked | asked | measured | |
| --- | --- | --- | --- |
${targets.map(({ what, asked, is, met }) => `| ${what} | ${asked} | ${is} | ${met ? 'met' : '**missed**'} |`).join('\n')}

${repository ? repositoryPart(repository) : 'No real repository was given.\n'}
${scalePart(scales)}`;
}

function repositoryTargets({ seconds, depcruise }: RepositoryResult): readonly Target[] {
  const cold = seconds(ours.cold);
  const share = (of: number, whole: number, most: number) => ({
    is: ratio(of / whole),
    asked: `at most ${most} times`,
    met: of / whole <= most,
  });
  const warm = seconds(ours.warm);
  return [
    { what: 'cold, against dependency-cruiser with one boundary rule', ...share(cold, seconds(depcruise), 0.25) },
    { what: 'nothing changed, against cold', ...share(warm, cold, 0.15) },
    { what: 'nothing changed', is: `${warm.toFixed(2)} s`, asked: 'under 0.5 s', met: warm < 0.5 },
    { what: 'one file edited, against cold', ...share(seconds(ours.edited), cold, 0.25) },
  ];
}

function scaleTargets(scales: readonly Scale[]): readonly Target[] {
  const hundred = scales.find(({ services }) => services === 100);
  const thousand = scales.find(({ services }) => services === 1000);
  if (!hundred || !thousand) return [];
  const growth = thousand.perFile / hundred.perFile;
  return [
    {
      what: 'cost of a file, 1,000 services against 100',
      is: ratio(growth),
      asked: 'at most 1.3 times',
      met: growth <= 1.3,
    },
    {
      what: 'largest resident set at 1,000 services',
      is: `${(thousand.megabytes / 1024).toFixed(2)} GB`,
      asked: 'under 2 GB',
      met: thousand.megabytes < 2048,
    },
  ];
}

const repositoryPart = ({ rows, seconds, files, rounds, depcruise }: RepositoryResult): string => `## A real repository

${files.toLocaleString('en')} source files in a Git checkout; ${rounds} rounds. Fallow and oxlint answer other questions and stand here as scale.

| | seconds | against dependency-cruiser | against our cold run |
| --- | ---: | ---: | ---: |
${rows
  .map(({ name, seconds: own, missing }) =>
    own === undefined
      ? `| ${name} | not run: ${missing} | | |`
      : `| ${name} | ${own.toFixed(2)} | ${(own / seconds(depcruise)).toFixed(2)} | ${(own / seconds(ours.cold)).toFixed(2)} |`,
  )
  .join('\n')}
`;

const scalePart = (scales: readonly Scale[]): string => `## Generated workspaces

About 50 files a service: Nest, Express and Fastify; Prisma, TypeORM, pg and Mongoose; Kafka and RabbitMQ; HTTP and gRPC between
services; Dockerfiles, compose and Kubernetes; and mostly code that speaks to nobody. A test holds that every service, edge, store
and channel that was put in is found again, and nothing else.

| services | files | without cache (s) | cold (s) | warm (s) | peak (MB) | cold, ms a file |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${scales
  .map(
    ({ services, files, uncached, cold, warm, megabytes, perFile }) =>
      `| ${services.toLocaleString('en')} | ${files.toLocaleString('en')} | ${uncached.toFixed(2)} | ${cold.toFixed(2)} | ${warm.toFixed(2)} | ${megabytes.toFixed(0)} | ${perFile.toFixed(2)} |`,
  )
  .join('\n')}
`;
