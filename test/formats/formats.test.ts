import { beforeAll, describe, expect, test } from 'vitest';
import { channelsFolded } from '../../src/graph/fold.ts';
import type { View } from '../../src/graph/types.ts';
import { canShow, renderers, type MapFormat } from '../../src/report/map/formats.ts';
import { install } from './tools/install.ts';
import { parsers, type Answers } from './tools/parsers.ts';
import { hostileNames, viewsOf, workspaceCalled } from './workspaces.ts';

/** One workspace in which all names are hostile, and a plain one. */
const workspaces = { hostile: workspaceCalled(hostileNames), plain: workspaceCalled(['orders', 'billing', 'end']) };
/** Tools that lay out what they parse take a few names at a time, in the one view that has the most of them. */
const slow = new Set<MapFormat>(['d2', 'likec4']);
const few = Array.from({ length: Math.ceil(hostileNames.length / 4) }, (_, index) =>
  workspaceCalled(hostileNames.slice(index * 4, index * 4 + 4)),
);

function viewsFor(format: MapFormat): ReadonlyMap<string, View> {
  const all = slow.has(format) ? { plain: workspaces.plain } : workspaces;
  const whole = Object.entries(all).flatMap(([name, workspace]) =>
    [...viewsOf(workspace)].filter(([id]) => canShow(format, id)).map(([id, view]) => [`${name} ${id}`, view] as const),
  );
  const small = (slow.has(format) ? few : []).flatMap((workspace, index) => {
    const view = viewsOf(workspace).get('services');
    return view ? [[`hostile ${index} services`, view] as const] : [];
  });
  return new Map(
    [...whole, ...small].map(([name, view]) => [name, drawn.has(format) ? channelsFolded(view).view : view]),
  );
}

const drawn = new Set<MapFormat>(['mermaid', 'dot', 'd2', 'plantuml']);
const isFormat = (name: string): name is keyof typeof parsers => Object.hasOwn(parsers, name);
const formats = Object.keys(parsers).filter(isFormat);

beforeAll(async () => {
  expect(await install()).toBeUndefined();
});

describe.each(formats)('%s', (format) => {
  const views = viewsFor(format);

  test('is valid for its own tool in every view, with as many nodes and lines as the view has', async () => {
    const render = await renderers[format]();
    const answers: Answers = await parsers[format](new Map([...views].map(([name, view]) => [name, render(view)])));
    for (const [name, view] of views) {
      const said = answers.get(name);
      expect({ name, mistakes: said?.mistakes }).toEqual({ name, mistakes: [] });
      const counts = countsOf(format, view);
      if (said?.nodes !== undefined && counts.nodes !== undefined)
        expect({ name, nodes: said.nodes }).toEqual({ name, nodes: counts.nodes });
      if (said?.lines !== undefined && counts.lines !== undefined)
        expect({ name, lines: said.lines }).toEqual({ name, lines: counts.lines });
    }
  });

  test('the tool does refuse what is broken', async () => {
    const broken =
      format === 'asyncapi' || format === 'backstage'
        ? 'apiVersion: [\n'
        : 'flowchart LR\n  a["\n}{ -> digraph @startuml\n';
    const answers = await parsers[format](
      new Map([['broken', format === 'plantuml' ? '@startuml\nfoo bar baz\n@enduml\n' : broken]]),
    );
    expect(answers.get('broken')?.mistakes).not.toEqual([]);
  });
});

/** What the tool must find of a view. Structurizr counts systems and instances too, so there the nodes are left out. */
function countsOf(format: keyof typeof parsers, view: View): { readonly nodes?: number; readonly lines?: number } {
  const { nodes, lines, sequence } = view;
  const between = lines.filter(({ from, to }) => from !== to).length;
  switch (format) {
    case 'mermaid':
    case 'dot':
      return { nodes: nodes.length, lines: lines.length };
    case 'likec4':
      return { nodes: nodes.length, lines: between };
    case 'asyncapi':
      return { nodes: nodes.filter(({ kind }) => kind === 'channel').length, lines: lines.length };
    case 'backstage':
      return { nodes: nodes.filter(({ kind }) => kind !== 'outside').length };
    case 'c4':
      return view.id === 'deploy' || sequence ? {} : { lines: between };
    case 'd2':
      return sequence ? {} : { nodes: nodes.length + view.groups.length, lines: lines.length };
    case 'plantuml':
      return {};
  }
}
