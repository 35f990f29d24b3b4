import type { Fact } from '../model/fact.ts';
import type { RelayFact } from '../model/fact/infrastructure.ts';
import { wordsOf } from '../model/words.ts';
import { placeFinderOf } from './places.ts';
import { defineReader, given, nameOf } from './reader.ts';
import { treeOfJson } from './tree/json.ts';
import { below, itemsOf, textAt } from './tree/tree.ts';

/** What stands between a table and a broker, or between an exchange and a queue, without being code: Debezium, RabbitMQ's definitions. */
export const relaysReader = defineReader({
  id: 'relays',
  version: 2,
  takes: (path) =>
    /\.(?:sh|properties)$/.test(path) ||
    /(?:connect|debezium|outbox|cdc)[\w.-]*\.ya?ml$/i.test(nameOf(path)) ||
    /(?:connect|debezium|outbox|source|cdc|register|definitions|rabbit|broker)[\w.-]*\.json$/i.test(nameOf(path)),
  read: ({ file, text }) => ({ facts: text.length > 1_000_000 ? [] : factsIn(file, text), unreadable: [] }),
});

function factsIn(file: string, text: string): readonly Fact[] {
  if (file.endsWith('.properties')) return relaysOf(pairsOfProperties(text), text);
  if (/\.ya?ml$/.test(file)) return documentsIn(text).flatMap((one) => relaysOf(pairsOfYaml(one), text));
  const bindings = file.endsWith('.json') ? definedBindings(text) : declaredBindings(text);
  return text.includes('connector.class') ? [...bindings, ...relaysOf(pairsOfJson(text), text)] : bindings;
}

type Pairs = ReadonlyMap<string, string>;

const pairsOfProperties = (text: string): Pairs =>
  new Map(
    [...text.matchAll(/^[ \t]*debezium\.(?:source\.)?([\w.]{1,200})[ \t]*=[ \t]*(.{0,500})$/gm)].map(
      ([, key = '', value = '']) => [key, value.trim()],
    ),
  );

/** Documents of one file; the lines before each stay as empty ones. */
const documentsIn = (text: string): readonly string[] => (/debezium/i.test(text) ? text.split(/^---.*$/m) : []);

/** A resource of Strimzi says `class` for `connector.class`, and its fields stand below `config`. */
const pairsOfYaml = (text: string): Pairs =>
  new Map(
    [...text.matchAll(/^[ \t-]*["']?([\w.]{1,200})["']?[ \t]*:[ \t]+["']?([^"'\n]{1,500})/gm)].map(
      ([, key = '', value = '']) => [key === 'class' ? 'connector.class' : key, value.replace(/\s+#.*$/, '').trim()],
    ),
  );

/** The fields of a connector, wherever in the file it stands: alone, under `config`, or in a call of curl. */
const pairsOfJson = (text: string): Pairs =>
  new Map(
    [...text.matchAll(/"([\w.]{1,200})"\s*:\s*"([^"]{0,500})"/g)].map(([, key = '', value = '']) => [key, value]),
  );

function relaysOf(pairs: Pairs, text: string): readonly RelayFact[] {
  const connector = pairs.get('connector.class') ?? '';
  if (!/debezium/i.test(connector)) return [];
  const host = pairs.get('database.hostname') ?? pairs.get('mongodb.hosts') ?? pairs.get('mongodb.connection.string');
  const database = pairs.get('database.dbname') ?? pairs.get('database.names') ?? pairs.get('database.include.list');
  const listed = LISTS.flatMap((name) => pairs.get(name) ?? [])[0];
  const tables = (listed ?? '').split(',');
  const router = [...pairs]
    .find(([, value]) => /outbox\.(?:Mongo)?EventRouter/.test(value))?.[0]
    .replace(/\.type$/, '');
  const prefix = pairs.get('topic.prefix') ?? pairs.get('database.server.name') ?? '';
  const replaced =
    router === undefined
      ? undefined
      : (pairs.get(`${router}.route.topic.replacement`) ?? 'outbox.event.${routedByValue}');
  const channels =
    replaced === undefined
      ? tables.filter(Boolean).map((table) => `${prefix}.${table.trim()}`)
      : [replaced.replace(/\\/g, '')];
  const at = placeFinderOf(text)(Math.max(text.indexOf('connector.class'), text.indexOf(connector), 0));
  const sink = pairs.get('sink.type') ?? 'kafka';
  const read = listed === undefined && router !== undefined ? 'outbox' : listed;
  return [
    {
      kind: 'relay',
      ...given('host', host),
      ...given('database', database),
      ...given('tables', read?.split(',').map(tableIn).filter(Boolean)),
      sink,
      channels,
      at,
    },
  ];
}

const LISTS = ['table.include.list', 'collection.include.list', 'table.whitelist', 'collection.whitelist'];

/** The last part of `public.orders` or `public\\.(order_.*)`, with `*` for any letters. */
const tableIn = (pattern: string): string =>
  (
    pattern
      .trim()
      .split(/\\*\.(?![*+])/)
      .at(-1) ?? ''
  )
    .replace(/\.[*+]/g, '*')
    .replace(/[^\w*-]/g, '');

/** `rabbitmqadmin declare binding source=… destination=…` */
const declaredBindings = (text: string): readonly Fact[] => {
  const placeOf = placeFinderOf(text);
  return [...text.matchAll(/\brabbitmqadmin\b[^\n;&|]*\bdeclare\s+binding\b([^\n;&|]*)/g)].flatMap(
    (match): readonly Fact[] => {
      const fields = new Map(
        wordsOf(match[1] ?? '').map((word) => [word.replace(/=.*$/, ''), word.replace(/^[^=]*=/, '')]),
      );
      return bindingOf(
        fields.get('source'),
        fields.get('destination'),
        fields.get('routing_key'),
        placeOf(match.index),
      );
    },
  );
};

/** `definitions.json`, as RabbitMQ exports and loads it. */
const definedBindings = (text: string): readonly Fact[] =>
  /"bindings"/.test(text)
    ? itemsOf(below(treeOfJson(text).tree, 'bindings')).flatMap((item) =>
        bindingOf(textAt(item, 'source'), textAt(item, 'destination'), textAt(item, 'routing_key'), item.at),
      )
    : [];

const bindingOf = (
  source: string | undefined,
  destination: string | undefined,
  key: string | undefined,
  at: RelayFact['at'],
): readonly Fact[] =>
  source && destination ? [{ kind: 'broker-binding', source, destination, ...given('key', key || undefined), at }] : [];
