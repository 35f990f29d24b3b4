import type { Model } from '../../src/model/model.ts';
import type { ModuleImports } from '../../src/model/module-imports.ts';

/** Files called as the services are, each importing the next and something from outside. */
export function moduleOf({ services }: Model): ModuleImports {
  const files = services.map(({ name }, index) => `services/a/${index % 3}/${name}.ts`);
  return {
    service: services[0]?.name ?? '',
    path: 'services/a',
    files,
    imports: files.flatMap((from, index) => [
      {
        from,
        to: files[(index + 1) % files.length] ?? from,
        typeOnly: index % 2 === 0,
        at: { file: from, line: 1, column: 1 },
      },
      {
        from,
        to: 'libs/x.ts',
        unit: services[index]?.name ?? 'x',
        typeOnly: false,
        at: { file: from, line: 2, column: 1 },
      },
    ]),
  };
}
