import type { Evidence } from '../../model/evidence.ts';
import type { Resolved, StoreOpening } from '../types.ts';
import type { EngineAt } from './engines.ts';
import { addressOf, engineByPort, engineOf, idOf, plainHostOf, type Address } from './address.ts';

/** What one opening comes to in one deployment. */
export type Variant = {
  readonly opening: StoreOpening;
  /** Undefined: as the code alone says. */
  readonly deployment?: string;
  readonly id: string;
  readonly kind: string;
  /** How well it is known: `named` by its real address, `referred` to by a secret, or `open`, known by its variables alone. */
  readonly known: 'named' | 'referred' | 'open';
  readonly evidence: readonly Evidence[];
};

type Parts = { readonly [K in 'url' | 'host' | 'port' | 'database' | 'schema']?: Resolved };
const partNames = ['url', 'host', 'port', 'database', 'schema'] as const;

/** Every deployment's answer to where an opening leads. At least one. */
export function variantsOf(opening: StoreOpening, engineAt: EngineAt, sharedAs?: string): readonly Variant[] {
  const deployments = new Set(
    partNames
      .flatMap((part) => (opening[part] ?? []).map(({ deployment }) => deployment))
      .filter((name) => name !== undefined),
  );
  const all =
    deployments.size === 0
      ? alternativesOf(opening)
      : [...deployments].map((deployment) => ({ parts: partsIn(opening, deployment), deployment }));
  return all.map((one) => variantOf({ ...one, opening, sharedAs }, engineAt));
}

type Alternative = { readonly parts: Parts; readonly deployment?: string };

/** Alternatives that no deployment decides between: each text is one; the first of the other parts is taken. */
function alternativesOf(opening: StoreOpening): readonly Alternative[] {
  const fixed = partsIn(opening, undefined);
  const main = opening.url?.length ? 'url' : 'host';
  const texts = (opening[main] ?? []).filter(isWhole);
  return texts.length < 2 ? [{ parts: fixed }] : texts.map((one) => ({ parts: { ...fixed, [main]: one } }));
}

/** A text without holes: what code could not compute stands in it as `{name}`. */
const isWhole = ({ text }: Resolved): boolean => text !== undefined && !/\{[^}]*\}/.test(text.replace(/\$\{/g, ''));

/** Per part: what this deployment says, else what the code says for all. */
function partsIn(opening: StoreOpening, deployment: string | undefined): Parts {
  const parts: { -readonly [K in keyof Parts]: Parts[K] } = {};
  for (const name of partNames) {
    const all = opening[name] ?? [];
    const own = all.find((one) => one.deployment === deployment);
    const general = all.filter((one) => one.deployment === undefined);
    const part = own ?? general.find(({ text }) => text !== undefined) ?? general[0];
    if (part) parts[name] = part;
  }
  return parts;
}

type Looked = Alternative & { readonly opening: StoreOpening; readonly sharedAs: string | undefined };

function variantOf({ opening, sharedAs, parts, deployment }: Looked, engineAt: EngineAt): Variant {
  const evidence = partNames.flatMap((name) => parts[name]?.evidence ?? []);
  const address = addressIn(parts, engineOf(opening.engine));
  const isVague = address.engine === '' || address.engine === 'sql';
  const kind = isVague ? (engineAt(address.host) ?? engineByPort(address.port) ?? 'sql') : address.engine;
  const base = { opening, ...(deployment === undefined ? {} : { deployment }), evidence, kind };
  const told = { ...address, engine: kind };
  if (isPlace(address) && !isPlaceholder(parts.host ?? parts.url)) {
    const missing = untoldDatabase(parts, opening, sharedAs);
    return { ...base, id: missing === undefined ? atHome(told, opening) : `${idOf(told)}/${missing}`, known: 'named' };
  }
  const reference = parts.url?.reference ?? parts.host?.reference;
  if (reference !== undefined) {
    const rest = untoldDatabase(parts, opening, sharedAs) ?? address.database;
    return {
      ...base,
      id: `${kind}:$${nameOf(reference)}${rest === undefined ? '' : `/${rest}`}`,
      known: 'referred',
    };
  }
  const names = [...new Set((['url', 'host', 'database'] as const).flatMap((name) => namesIn(parts[name])))];
  const what = names.length > 0 ? names.map((name) => `$${name}`).join('/') : `?${suffixOf(address)}`;
  const id =
    sharedAs !== undefined && (parts.url ?? parts.host)?.env.length && isOfVariables(parts)
      ? `${kind}:${what}${restOf(address)}${sharedBy(sharedAs)}`
      : `${kind}:${what} (${opening.service})`;
  return { ...base, id, known: 'open' };
}

/** Services of one environment are told apart from those of another by where it is. */
const sharedBy = (sharedAs: string): string => (sharedAs === '' ? '' : ` (${sharedAs})`);

/** Whether an address hangs on variables and on nothing else that could differ from service to service. */
const isOfVariables = (parts: Parts): boolean =>
  partNames.every((name) => {
    const { text, env = [] } = parts[name] ?? {};
    if (text === undefined) return parts[name] === undefined || env.length > 0;
    const isTold = [...text.matchAll(/\{([^}]*)\}/g)].every(([, hole = '']) => env.includes(hole));
    return isTold && (name !== 'url' || /^(?:\$?\{[^}]*\}$|[a-z][\w+.-]*:\/\/)/i.test(text));
  });

/** What an address says beside its variables. */
const restOf = ({ database, schema }: Address): string =>
  [database, schema].map((part) => (part === undefined || part.includes('{') ? '' : `/${part}`)).join('');

/** A secret as it is shown: with a colon it would be taken for a credential and masked. */
const nameOf = (reference: string): string => reference.replace(/^secret:/, 'secret/');

/** A database that is given by a secret or by a variable nobody sets: the latter is told apart by environment. */
function untoldDatabase(
  { database }: Parts,
  { service }: StoreOpening,
  sharedAs: string | undefined,
): string | undefined {
  if (!database || isWhole(database)) return undefined;
  if (database.reference !== undefined) return `$${nameOf(database.reference)}`;
  const suffix = sharedAs !== undefined && isOfVariables({ database }) ? sharedBy(sharedAs) : ` (${service})`;
  return database.env.length > 0 ? `${database.env.map((name) => `$${name}`).join('/')}${suffix}` : undefined;
}

const namesIn = (part: Resolved | undefined): readonly string[] => (part && !isWhole(part) ? part.env : []);
const suffixOf = ({ database }: Address): string => (database === undefined ? '' : `/${database}`);

function addressIn(parts: Parts, engine: string): Address {
  const fromUrl: Address = parts.url?.text === undefined ? { engine } : addressOf(parts.url.text, engine);
  const fromHost = parts.host?.text === undefined ? {} : hostIn(parts.host.text, engine);
  return {
    ...fromUrl,
    ...fromHost,
    ...textOf('port', parts.port),
    ...textOf('database', parts.database),
    ...textOf('schema', parts.schema),
  };
}

const hostIn = (text: string, engine: string): Partial<Address> =>
  text.includes('/') || /:\d+$/.test(text) ? addressOf(text, engine) : { host: plainHostOf(text) };

const textOf = (name: 'port' | 'database' | 'schema', part: Resolved | undefined): Partial<Address> =>
  part?.text === undefined || part.text === '' || !isWhole(part) ? {} : { [name]: part.text };

/** A host that is told; variables that the deployment leaves open do not count. For SQLite, a file. */
const isPlace = ({ engine, host, database }: Address): boolean =>
  engine === 'sqlite'
    ? database !== undefined && database !== '' && !database.includes('{')
    : host !== undefined && host !== '' && !/^\$?[{(]|^\d+$/.test(host);

/** `REDIS_CONNECTION_STRING`, `<MONGO_URL>`, `your-cluster.example`: they wait for somebody to write the address in their place. */
const isPlaceholder = (part: Resolved | undefined): boolean =>
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(part?.text ?? '') || WAITING.test(part?.text ?? '');
const WAITING =
  /^(?:[a-z][\w+.-]*:\/\/(?:[^@/]*@)?)?(?:<[^<>]*>|your[-_ ]|(?:change|replace|enter|insert)[-_ ]?(?:me|this|your|with)\b)/i;

/** A file of SQLite lies in the service that opens it. */
const atHome = (address: Address, { service }: StoreOpening): string =>
  address.engine === 'sqlite' && !address.database?.startsWith('/')
    ? idOf({ ...address, database: `${service}/${(address.database ?? '').replace(/^\.\//, '')}` })
    : idOf(address);
