import Handlebars from 'handlebars';
import type { Change } from '../kit/change.ts';
import type { Render } from '../kit/capability.ts';
import { targetOf } from './target.ts';

/** Where templates are read from. */
export type TemplateSource = {
  readonly list: (folder: string) => readonly string[];
  readonly read: (path: string) => string;
};

/** Renders the templates of one capability. */
export function renderOf(source: TemplateSource, capability: string): Render {
  const file = (path: string, values: object): string => renderText(source.read(`${capability}/${path}`), path, values);
  return {
    file,
    folder: (path, values, to) =>
      source.list(`${capability}/${path}`).flatMap((name) =>
        eachOf(name, values).flatMap((own): readonly Change[] => {
          const content = file(`${path}/${name}`, own);
          if (content.trim() === '') return [];
          const target = targetOf(name, own);
          const whole = to === '.' || to === '' ? target : `${to}/${target}`;
          return [{ kind: 'create', path: whole, content, ...(content.startsWith('#!') && { executable: true }) }];
        }),
      ),
  };
}

/** A template that renders to nothing is not written. A file named after a list, `when-__consumes.kebab__.ts`, is rendered once for each of its items. */
function eachOf(name: string, values: object): readonly object[] {
  for (const [, key = ''] of name.matchAll(/__([A-Za-z]\w*?)\./g)) {
    const list: unknown = Reflect.get(values, key);
    if (Array.isArray(list)) return list.map((item: unknown) => ({ ...values, [key]: item }));
  }
  return [values];
}

function renderText(text: string, path: string, values: object): string {
  if (!path.endsWith('.hbs')) return text;
  try {
    return Handlebars.compile(text, { strict: true, noEscape: true })(values);
  } catch (error) {
    throw new Error(`template ${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
