import type { EnvLoadFact, ModuleFact } from '../../model/fact/module.ts';
import type { Value } from '../../model/fact/value.ts';
import { baseOf } from '../../model/paths.ts';

const LOADS = /^(?:config|forRoot|configDotenv|loadEnvFile)$/;
const KEYS = new Set(['path', 'envFilePath']);

/** Env files that a module loads by their path: `config({ path: '../../.env' })`, `forRoot({ envFilePath: 'envs/shop.env' })`. */
export function envLoadsIn(module: ModuleFact): readonly EnvLoadFact[] {
  const paths = module.calls.flatMap(({ callee, args }) => {
    if (!('name' in callee) || !LOADS.test(callee.name)) return [];
    const written = args.flatMap((arg) =>
      arg.kind === 'object'
        ? arg.entries.flatMap(({ key, value }) => (KEYS.has(key ?? '') ? pathsIn(value, module) : []))
        : pathsIn(arg, module),
    );
    return written.filter((path) => /env/i.test(baseOf(path)));
  });
  return paths.length > 0 ? [{ kind: 'env-load', paths }] : [];
}

/** What is written of a path: of `resolve(__dirname, '../../.env')` its end. */
function pathsIn(value: Value, module: ModuleFact): readonly string[] {
  if (value.kind === 'text') return [value.text];
  if (value.kind === 'array') return value.items.flatMap((item) => pathsIn(item, module));
  if (value.kind === 'either') return value.options.flatMap((item) => pathsIn(item, module));
  if (value.kind === 'join') return [value.parts.flatMap((part) => pathsIn(part, module)).join('')];
  if (value.kind === 'call')
    return [(module.calls[value.site]?.args ?? []).flatMap((part) => pathsIn(part, module)).join('/')];
  return [];
}
