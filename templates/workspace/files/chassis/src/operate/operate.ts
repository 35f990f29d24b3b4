import { pino } from 'pino';
import { parseArgs } from 'node:util';
import type { Broker } from '../broker.ts';
import { openBroker } from '../brokers.ts';
import type { Environment } from '../config.ts';
import { openDatabase, type Database } from '../database.ts';
import type { MessagingTables } from '../messaging-tables.ts';
import { reasonOf } from '../reason.ts';
import { commands, type Desk, type Report } from './commands.ts';
import { Misuse, placesOf, type Places } from './places.ts';
import { tableOf } from './table.ts';

export type Result = { readonly code: 0 | 1 | 2; readonly output: string; readonly error: string };

/** Runs one command of the operator: code 2 where it makes no sense, 1 where it failed. */
export async function operate(argv: readonly string[], environment: Environment): Promise<Result> {
  try {
    const { values, positionals } = parsed(argv);
    const [name = '', context, ...words] = positionals;
    if (values.help || name === '') return { code: name === '' && !values.help ? 2 : 0, output: help(), error: '' };
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new Misuse(`There is no command "${name}".\n\n${help()}`);
    if (context === undefined) throw new Misuse(`Of which context? As in: ${name} orders`);
    const request = { words, reason: values.reason, all: values.all };
    const report = await atDesk(context, await placesOf(context, environment), (desk) => command.run(desk, request));
    return { code: 0, output: values.json ? `${JSON.stringify(report, null, 2)}\n` : textOf(report), error: '' };
  } catch (error) {
    if (error instanceof Misuse) return { code: 2, output: '', error: `${error.message}\n` };
    return { code: 1, output: '', error: `${whyOf(error)}\n` };
  }
}

function whyOf(error: unknown): string {
  const isBare = error instanceof Error && 'code' in error && error.code === '42P01';
  return isBare ? `${error.message}: nothing has been set up there yet; a service does that when it starts` : reasonOf(error);
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        reason: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Misuse(reasonOf(error));
  }
}

/** Opens what the command asks for, and closes it again. */
async function atDesk(context: string, places: Places, work: (desk: Desk) => Promise<Report>): Promise<Report> {
  const log = pino({ level: 'silent' });
  const opened: { database?: Database<MessagingTables>; broker?: Broker } = {};
  const desk: Desk = {
    context,
    async database() {
      opened.database ??= await openDatabase({ url: places.database, name: 'operate', log, maxConnections: 1 });
      if (!(await opened.database.isReachable())) throw new Error(unreachable(`the database of ${context}`, places.database));
      return opened.database.query;
    },
    async broker() {
      if (opened.broker) return opened.broker;
      const broker = await openBroker({ url: places.broker, name: 'operate', log });
      await broker.start().catch((error: unknown) => {
        const cause = error instanceof Error ? (error.cause ?? error) : error;
        throw new Error(`${unreachable('the broker', places.broker)}: ${String(cause)}`);
      });
      opened.broker = broker;
      return broker;
    },
  };
  try {
    return await work(desk);
  } finally {
    await opened.broker?.close();
    await opened.database?.close();
  }
}

const unreachable = (what: string, url: string) => `Cannot reach ${what} at ${hostsOf(url)}`;

/** Of one host or several, without user and password. */
export function hostsOf(url: string): string {
  const bare = url.replaceAll(/[\w+.-]+:\/\//g, '');
  return bare.replace(/^[^/?]*@/, '').replace(/[/?].*$/, '');
}

function textOf({ rows, note }: Report): string {
  return [...(rows.length > 0 ? [tableOf(rows)] : []), ...(note === undefined ? [] : [note])].join('\n\n') + '\n';
}

function help(): string {
  const rows = Object.entries(commands).map(([name, { words, what }]) => ({ command: `${name} <context> ${words}`, what }));
  return `${tableOf(rows)}\n\nWith --json for programs. A context's DATABASE_URL and BROKER_URL come from the environment, or from files that it names as …_URL_FILE.\n`;
}
