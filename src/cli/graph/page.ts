import { join } from 'node:path';
import type { View } from '../../graph/types.ts';
import type { PageData } from '../../graph/types-page.ts';
import type { PageParts } from '../../report/html/page.ts';

/** Views as one self-contained page. `root` is the folder that the places in them are relative to. */
export async function pageOf(views: readonly View[], root: string): Promise<string> {
  const [{ renderPage }, { sourceAddressOf }] = await Promise.all([
    import('../../report/html/page.ts'),
    import('../../files/remote.ts'),
  ]);
  return renderPage(dataOf(views, sourceAddressOf(root)), await builtParts());
}

function dataOf(views: readonly View[], source: string | undefined): PageData {
  const [first] = views;
  return {
    version: 1,
    name: first?.name ?? '',
    findings: first?.findings ?? [],
    unresolved: first?.unresolved ?? [],
    views: views.map((view) => ({ ...view, findings: undefined, unresolved: undefined })),
    ...(source === undefined ? {} : { source }),
  };
}

/** What `npm run build` made of src/page. */
async function builtParts(): Promise<PageParts> {
  const [{ packageRoot }, { readBuilt }] = await Promise.all([
    import('../../files/changes/templates.ts'),
    import('../../files/built.ts'),
  ]);
  const folder = join(packageRoot(), 'dist', 'page');
  return {
    html: readBuilt(join(folder, 'page.html')),
    style: readBuilt(join(folder, 'style.css')),
    script: readBuilt(join(folder, 'page.js')),
  };
}
