// The law of our own architecture: bin → cli → stages → model. Each rule says what to do instead.
const stage = (name, allowed, instead) => ({
  name: `${name}-stands-alone`,
  comment: instead,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^(src|rules|templates)/', pathNot: [`^src/${name}/`, '^src/model/', '^src/errors', ...allowed] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Move what both need into the lower of the two.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'model-knows-nobody',
      comment: 'The model is types and pure helpers: pass values in instead.',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { path: '^(src|rules|templates)/', pathNot: '^src/model/' },
    },
    stage('files', [], 'The port to the disk serves stages; it uses none.'),
    stage('read', [], 'A reader turns one text into facts: take the text as an argument.'),
    stage('link', [], 'Linking takes facts: let the command pass them in.'),
    stage('lint', [], 'The engine takes rules and a model as arguments.'),
    stage('graph', [], 'A view takes a model as an argument.'),
    stage('report', ['^src/graph/types'], 'A report takes plain values: findings, a graph, a model.'),
    stage('dev', ['^src/files/'], 'Running a workspace stands alone: the command passes in what other stages know.'),
    stage('hook', [], 'Planning a hook takes the texts of the files: the command reads and writes them.'),
    stage('scaffold', ['^src/files/'], 'Planning takes answers and the workspace; applying goes through src/files.'),
    {
      name: 'rules-use-the-kit',
      comment: 'A rule imports src/model and src/lint/kit only; move shared look-ups into the kit.',
      severity: 'error',
      from: { path: '^rules/' },
      to: { path: '^(src|templates)/', pathNot: ['^src/model/', '^src/lint/kit'] },
    },
    {
      name: 'capabilities-use-the-kit',
      comment: 'A capability imports src/scaffold/kit only.',
      severity: 'error',
      from: { path: '^templates/[^/]+/[^/]+[.]ts$' },
      to: { path: '^(src|rules)/', pathNot: ['^src/scaffold/kit', '^src/model/'] },
    },
    {
      name: 'only-cli-composes',
      comment: 'Only src/cli knows all stages, and the lists of rules and templates.',
      severity: 'error',
      from: { path: '^src/(?!cli/)' },
      to: { path: '^(src/cli|rules|templates)/' },
    },
    {
      name: 'disk-behind-a-port',
      comment: 'Use the Files port; node:fs stands in src/files only.',
      severity: 'error',
      from: { path: '^(src|rules|templates)/', pathNot: ['^src/files/', '^src/dev/'] },
      to: { path: '^(node:)?fs' },
    },
    {
      name: 'heavy-tools-load-late',
      comment: 'Import it with `await import()` where it is used.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: 'node_modules/(ts-morph|dependency-cruiser|execa)/',
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    {
      name: 'declared-packages-only',
      comment: 'Add it to package.json with an exact version.',
      severity: 'error',
      from: { path: '^(src|rules|templates)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|fixtures|templates/[^/]+/(files|fragments))/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
