import type { View, ViewId } from '../../graph/types.ts';

const all: readonly ViewId[] = ['services', 'contexts', 'events', 'data', 'request', 'saga', 'modules', 'deploy'];

/** Which format can show which views, the one it is best at first. What a format cannot say is not forced into it. */
export const shownBy = {
  text: all,
  mermaid: all,
  markdown: all,
  json: all,
  html: all,
  svg: all,
  png: all,
  dot: all,
  d2: all,
  plantuml: all,
  c4: ['services', 'contexts', 'events', 'data', 'request', 'deploy'],
  likec4: ['services', 'contexts', 'events', 'data', 'request'],
  backstage: ['services'],
  asyncapi: ['events'],
  csv: ['services', 'contexts', 'events', 'data', 'modules', 'deploy'],
} as const satisfies Readonly<Record<string, readonly [ViewId, ...ViewId[]] | readonly ViewId[]>>;

export type MapFormat = keyof typeof shownBy;
export const isMapFormat = (name: string): name is MapFormat => Object.hasOwn(shownBy, name);
export const mapFormats: readonly MapFormat[] = Object.keys(shownBy).filter(isMapFormat);

/** The view that a format shows where none is asked for. */
export const viewFor = (format: MapFormat): ViewId => shownBy[format][0] ?? 'services';

export const canShow = (format: MapFormat, view: ViewId): boolean => shownBy[format].some((one) => one === view);

export type RenderMap = (view: View) => string;

/** Formats that are made of a view alone, each loaded when it is asked for. */
export const renderers: Readonly<
  Record<Exclude<MapFormat, 'text' | 'svg' | 'png' | 'html'>, () => Promise<RenderMap>>
> = {
  mermaid: async () => (await import('./mermaid.ts')).renderMermaid,
  markdown: async () => (await import('./markdown.ts')).renderMarkdown,
  json: async () => (await import('./json.ts')).renderViewJson,
  dot: async () => (await import('./dot.ts')).renderDot,
  d2: async () => (await import('./d2.ts')).renderD2,
  plantuml: async () => (await import('./plantuml.ts')).renderPlantuml,
  c4: async () => (await import('./c4.ts')).renderC4,
  likec4: async () => (await import('./likec4.ts')).renderLikec4,
  backstage: async () => (await import('./backstage.ts')).renderBackstage,
  asyncapi: async () => (await import('./asyncapi.ts')).renderAsyncapi,
  csv: async () => (await import('./csv.ts')).renderCsv,
};

const endings: Readonly<Record<string, MapFormat>> = {
  md: 'markdown',
  mmd: 'mermaid',
  dot: 'dot',
  gv: 'dot',
  d2: 'd2',
  puml: 'plantuml',
  dsl: 'c4',
  c4: 'likec4',
  csv: 'csv',
  html: 'html',
  svg: 'svg',
  png: 'png',
};

/** What a file of this name is; JSON where its name does not say. */
export const formatFor = (file: string): MapFormat => endings[/\.(\w+)$/.exec(file)?.[1] ?? ''] ?? 'json';
