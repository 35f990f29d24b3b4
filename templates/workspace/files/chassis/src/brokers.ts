import type { Broker } from './broker.ts';
import type { Log } from './log.ts';

export type BrokerOptions = { readonly url: string; readonly name: string; readonly log: Log };

/** The brokers this workspace can use, by the scheme of BROKER_URL. `msvc add broker` adds to them. */
const adapters: Readonly<Record<string, () => Promise<(options: BrokerOptions) => Promise<Broker>>>> = {
  postgres: async () => (await import('./broker-postgres.ts')).postgresBroker,
};

export const brokerSchemes: readonly string[] = Object.keys(adapters);

/** `postgres` of `postgresql://…`; an `s` at the end, as in `amqps://…`, asks for TLS. */
export function schemeOf(url: string): string {
  const scheme = url.slice(0, Math.max(0, url.indexOf(':')));
  if (scheme === 'postgresql') return 'postgres';
  return brokerSchemes.includes(scheme) ? scheme : scheme.replace(/s$/, '');
}

const expected = brokerSchemes.map((scheme) => `${scheme}://`).join(' or ');
export const brokerUrlMistake = `expected a URL that begins with ${expected}; npx msvc add broker brings in others`;

/** The broker at this URL; only its own adapter is loaded. */
export async function openBroker(options: BrokerOptions): Promise<Broker> {
  const load = adapters[schemeOf(options.url)];
  if (!load) throw new Error(`BROKER_URL: ${brokerUrlMistake}`);
  const open = await load();
  return open(options);
}
