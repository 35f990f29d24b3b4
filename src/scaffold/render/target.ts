/** npm leaves files of these names out of a package, and others would take effect inside ours: they travel without dot. */
const dotted = new Set(
  'gitignore gitattributes dockerignore npmrc node-version editorconfig env.example oxfmtrc.json oxlintrc.json github'.split(
    ' ',
  ),
);

/** Where a template's file is written: no `.hbs`, dot files with their dot, `__a.b__` replaced by that value. */
export const targetOf = (name: string, values: object): string =>
  name
    .replace(/\.hbs$/, '')
    .split('/')
    .map((part) => (dotted.has(part) ? `.${part}` : part))
    .map((part) => part.replace(/__([A-Za-z][\w.]*?)__/g, (_, path: string) => valueAt(values, path)))
    .join('/');

function valueAt(values: unknown, path: string): string {
  let value: unknown = values;
  for (const key of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  if (typeof value !== 'string') throw new Error(`a template's file name asks for ${path}, which is no text`);
  return value;
}
