import type { AddressFact, VariablesFact } from '../model/fact/infrastructure.ts';
import { looksLikeAddress } from './application/addresses.ts';
import { placeFinderOf, type PlaceFinder } from './places.ts';
import { defineReader } from './reader.ts';
import { maskedText } from './secrets.ts';

/** Addresses that code of other languages declares: defaults of variables, and Feign's clients. Nothing else of it is read. */
export const defaultsReader = defineReader({
  id: 'defaults',
  version: 2,
  takes: (path) => /\.(?:py|php|go|java|kt|rb|cs|ex|exs|rs|scala)$/.test(path),
  read: ({ text }) => {
    if (text.length > 500_000 || !/env|@Value|@FeignClient|\$\{[A-Z]/i.test(text)) return { facts: [], unreadable: [] };
    const placeOf = placeFinderOf(text);
    const facts = [withComma, withOperator, withValue].flatMap((pattern) =>
      [...text.matchAll(pattern)].slice(0, 100).flatMap((match): readonly AddressFact[] => {
        const [, name = '', value = ''] = match;
        if (!looksLikeAddress(value) && !isHost(name, value)) return [];
        return [{ kind: 'address', name, value: maskedText(value), isDefault: true, at: placeOf(match.index) }];
      }),
    );
    return { facts: [...facts, ...clientsIn(text, placeOf), ...variablesIn(text)], unreadable: [] };
  },
});

/** `os.getenv('ORDERS_URL', 'http://orders')`, `getEnv("ORDERS_ADDR", "orders:80")`, `ENV.fetch('ORDERS_HOST', 'orders')`. */
const withComma =
  /\b\w*(?:env|environ\.get|fetch|getOrDefault)\w*\s{0,3}\(\s{0,20}["']([A-Z][A-Z0-9_]{1,60})["']\s{0,5},\s{0,20}(?:default\s*=\s*)?["']([^"'\n]{2,200})["']/gi;
/** `getenv('ORDERS_URL') ?: 'http://orders'`, `$_ENV['X'] ?? 'y'`, `ENV['X'] || 'y'`. */
const withOperator =
  /env\w*\s{0,3}[([]\s{0,3}["']([A-Z][A-Z0-9_]{1,60})["']\s{0,3}[)\]]\s{0,5}(?:\?:|\?\?|\|\||\bor\b)\s{0,5}["']([^"'\n]{2,200})["']/gi;
/** `@Value("${orders.url:http://orders:8080}")`. */
const withValue = /@Value\(\s{0,5}"\$\{([\w.-]{2,80}):([^}"]{2,200})\}/g;

const isHost = (name: string, value: string): boolean =>
  /(?:_HOST|_HOSTNAME|_ADDR|_ADDRESS|_SERVICE)$/.test(name) && /^[a-z][a-z0-9-]{1,60}$/.test(value);

/** `@FeignClient(name = "orders")`: the registry's name of the service that is called, unless a URL is given. */
const clientsIn = (text: string, placeOf: PlaceFinder): readonly AddressFact[] =>
  [...text.matchAll(/^[ \t]*@FeignClient\(([^)]{1,400})\)/gm)].flatMap((match): readonly AddressFact[] => {
    const given = match[1] ?? '';
    const field = (name: string) => new RegExp(`\\b${name}\\s*=\\s*"([^"]+)"`).exec(given)?.[1];
    const name = field('name') ?? field('value') ?? field('serviceId') ?? /^\s*"([^"]+)"/.exec(given)?.[1];
    const value = field('url') ?? (name === undefined ? undefined : `lb://${name}`);
    if (value === undefined || name === undefined) return [];
    return [{ kind: 'address', name: `FeignClient ${name}`, value, at: placeOf(match.index) }];
  });

/** Names of variables as code asks for them: `os.environ['X']`, `os.Getenv("X")`, `@Value("http://${X}/y")`. */
export function variablesIn(text: string): readonly VariablesFact[] {
  const asked = text.matchAll(/(?:env|ENV|Env)\w*(?:\.\w+)?[^A-Za-z0-9_\n"']{0,20}["']([A-Z][A-Z0-9_]{2,60})["']/g);
  const held = text.matchAll(/\$\{([A-Z][A-Z0-9_]{2,60})[:}]/g);
  const names = [...new Set([...asked, ...held].map(([, name = '']) => name))].slice(0, 500);
  return names.length > 0 ? [{ kind: 'variables', names }] : [];
}
