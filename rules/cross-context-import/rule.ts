import { boolean, defineRule, groupBy, isToolingFile, sameContext, serviceNamed, unique } from '../../src/lint/kit.ts';
import type { ImportEdge, Model } from '../../src/model/model.ts';

export default defineRule({
  id: 'cross-context-import',
  group: 'core',
  tier: 'proven',
  summary: 'A context does not import another context’s source files.',
  why: 'Code that is imported is deployed together: a change in one context breaks or silently changes the other, and neither can be released, rewritten or moved alone.',
  decided:
    'An import in a file of one service resolves to a file in the folder of a service of another context: by relative path, tsconfig path, workspace package or through a barrel. One finding for each pair of services; types count like values.',
  notReported: [
    'contract packages and generated clients',
    'tests, end-to-end tests and mocks',
    'build tooling and configuration files of tools',
    'two services of one context',
    'a main.ts that mounts the context.ts of the contexts it runs',
    'imports from or into a library: it belongs to nobody',
  ],
  remedy: 'Import the contract package instead, or copy the few lines that are really needed',
  sources: ['Evans, Domain-Driven Design, chapter 14: Maintaining Model Integrity'],
  options: { allowTypeOnly: boolean('Whether imports of types alone are accepted.', { default: false }) },
  messages: {
    imports: ({ from, to, files }: { from: string; to: string; files: number }) =>
      `${from} imports ${files === 1 ? 'a source file' : `${files} source files`} of ${to}`,
  },
  *check(model, say, option) {
    const crossing = model.imports.filter(
      (edge) => crosses(model, edge) && !(option('allowTypeOnly') && edge.typeOnly) && !mounts(edge),
    );
    for (const edges of groupBy(crossing, ({ fromUnit, toUnit }) => `${fromUnit}\n${toUnit}`)) {
      const [first] = edges;
      if (!first) continue;
      const { fromUnit: from, toUnit: to } = first;
      const files = unique(edges.map((edge) => edge.to)).length;
      yield say(
        'imports',
        { from, to, files },
        {
          at: first.evidence[0],
          related: edges.flatMap((edge) => edge.evidence.map((place) => ({ ...place, note: noteOf(edge) }))),
          services: [from, to],
          subject: [from, to],
        },
      );
    }
  },
});

const crosses = (model: Model, { from, to, fromUnit, toUnit }: ImportEdge): boolean =>
  serviceNamed(model, fromUnit) !== undefined &&
  serviceNamed(model, toUnit) !== undefined &&
  !sameContext(model, fromUnit, toUnit) &&
  !isToolingFile(from) &&
  !isToolingFile(to);

/** A process may mount contexts; nothing else of theirs. */
const mounts = ({ from, to }: ImportEdge): boolean =>
  /(^|\/)main\.[cm]?[jt]s$/.test(from) && /(^|\/)context\.[cm]?[jt]s$/.test(to);

const noteOf = ({ specifier, typeOnly }: ImportEdge): string =>
  `${typeOnly ? 'import type' : 'import'} … from "${specifier}"`;
