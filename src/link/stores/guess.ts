import type { EnvValue, Resolved, StoreOpening, Units } from '../types.ts';
import { addressOf, engineOf } from './address.ts';

const parts = ['url', 'host', 'database'] as const;

/**
 * An opening whose code does not say where it leads, because it computes the variable's name or validates all settings
 * at once: where the service is given exactly one address of that engine, it can only be that one.
 */
export function withOnlyAddress(opening: StoreOpening, units: Units): StoreOpening {
  const says = ({ text, env, reference }: Resolved) => text !== undefined || env.length > 0 || reference !== undefined;
  if (opening.role !== 'data' || parts.some((part) => (opening[part] ?? []).some(says))) return opening;
  const environment = units.environmentOf(opening.service);
  const engine = engineOf(opening.engine);
  const named = environment.names().filter((name) => environment.valuesOf(name).some((value) => isOf(value, engine)));
  const likely =
    named.length > 1 ? named.filter((name) => /DATABASE|DB|POSTGRES|PG_|MYSQL|MONGO|SQL|STORE/i.test(name)) : named;
  const [name] = likely;
  if (name === undefined || likely.length > 1) return opening;
  return { ...opening, url: environment.valuesOf(name).map((value) => resolvedOf(name, value)) };
}

const isOf = ({ value }: EnvValue, engine: string): boolean => {
  if (value === undefined || !/^(?:jdbc:)?[a-z][\w+.-]*:\/\//i.test(value)) return false;
  const found = addressOf(value, '').engine;
  return found === engine || (engine === 'sql' && /^(?:postgres|mysql|sqlserver)$/.test(found));
};

const resolvedOf = (name: string, { deployment, value, reference, evidence }: EnvValue): Resolved => ({
  ...(value === undefined ? {} : { text: value }),
  ...(reference === undefined ? {} : { reference }),
  env: [name],
  deployment,
  evidence: [evidence],
});
