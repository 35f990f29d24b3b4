// Each text is given to the tool that it is for. The answer: what the tool did not like, by the name of the text.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { asyncapi } from './asyncapi.ts';
import { backstage } from './backstage.ts';
import { classPath, inPackage } from './install.ts';
import { each, load, type Answers, type Parse } from './parse.ts';

export type { Answers };

const mermaid: Parse = async (texts) => {
  const { JSDOM } = await load('jsdom/lib/api.js');
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  try {
    const { default: tool } = await load('mermaid/dist/mermaid.core.mjs');
    tool.initialize({ maxTextSize: 10_000_000, maxEdges: 100_000 });
    return await each(async (text) => {
      const { db, type } = await tool.mermaidAPI.getDiagramFromText(text);
      if (type === 'sequence') return { nodes: db.getActors().size };
      return { nodes: db.getVertices().size, lines: db.getEdges().length };
    })(texts);
  } finally {
    Reflect.deleteProperty(globalThis, 'window');
    Reflect.deleteProperty(globalThis, 'document');
  }
};

const dot: Parse = async (texts) => {
  const { Graphviz } = await load('@hpcc-js/wasm-graphviz/dist/index.js');
  const tool = await Graphviz.load();
  return each(async (text) => {
    // `nop` reads and writes again without laying out.
    const { objects = [], edges = [] } = JSON.parse(tool.layout(text, 'json0', 'nop1'));
    return {
      nodes: objects.filter(({ name }: { name: string }) => !name.startsWith('cluster_')).length,
      lines: edges.length,
    };
  })(texts);
};

const likec4: Parse = async (texts) => {
  const { LikeC4 } = await load('likec4/dist/index.mjs');
  return each(async (text) => {
    const tool = await LikeC4.fromSource(text, {
      printErrors: false,
      throwIfInvalid: false,
      graphviz: 'wasm',
      watch: false,
      logger: false,
    });
    const mistakes = tool
      .getErrors()
      .map(({ message, line }: { message: string; line: number }) => `${line}: ${message}`);
    if (mistakes.length > 0) return { mistakes };
    const model = tool.syncComputedModel();
    return {
      nodes: [...model.elements()].filter(({ kind }: { kind: string }) => kind !== 'region').length,
      lines: [...model.relationships()].length,
    };
  })(texts);
};

/** Tools that run in a process of their own: they print a line for each file. */
const spawned =
  (ending: string, words: () => readonly [string, ...string[]]): Parse =>
  async (texts) => {
    const folder = mkdtempSync(join(tmpdir(), 'msvc-formats-'));
    try {
      const files = new Map(
        [...texts].map(([name, text], index) => [join(folder, `${index}${ending}`), { name, text }]),
      );
      for (const [file, { text }] of files) writeFileSync(file, text);
      const [command, ...more] = words();
      const { stdout, stderr } = spawnSync(command, [...more, ...files.keys()], {
        encoding: 'utf8',
        timeout: 240_000,
        maxBuffer: 1 << 26,
      });
      const said = new Map(
        stdout.split('\n').map((line) => [line.split('\t')[0] ?? '', line.slice(line.indexOf('\t') + 1)]),
      );
      return new Map(
        [...files].map(([file, { name }]) => {
          const answer = said.get(file) ?? `said nothing: ${stderr.slice(0, 300)}`;
          if (!answer.startsWith('ok')) return [name, { mistakes: [answer] }];
          const [nodes, lines] = [...answer.matchAll(/=(\d+)/g)].map(([, count]) => Number(count));
          return [
            name,
            { mistakes: [], ...(nodes === undefined ? {} : { nodes }), ...(lines === undefined ? {} : { lines }) },
          ];
        }),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

const java = (): [string, ...string[]] => [
  'java',
  '-Djava.awt.headless=true',
  '-cp',
  classPath(),
  join(import.meta.dirname, 'Parsers.java'),
];
const d2 = (): [string, ...string[]] => [
  process.execPath,
  join(import.meta.dirname, 'd2.mjs'),
  pathToFileURL(inPackage('@terrastruct/d2/dist/node-esm/index.js')).href,
];

/** By format. */
export const parsers = {
  mermaid,
  dot,
  asyncapi,
  backstage,
  likec4,
  d2: spawned('.d2', d2),
  c4: spawned('.dsl', java),
  plantuml: spawned('.puml', java),
} as const satisfies Readonly<Record<string, Parse>>;
