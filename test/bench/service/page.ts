import { availableParallelism, loadavg } from 'node:os';
import { bare, plain, relaying, sampled, type CallResult } from './calls.ts';
import type { Backlog, Drain, Events } from './events.ts';
import { LIBRARY, LIBRARY_EVENTS } from './library.ts';

export type Measured = {
  readonly calls: readonly CallResult[];
  readonly events: Events;
  readonly start: { readonly source: number; readonly bundle: number };
  readonly first: { readonly install: number; readonly call: number };
};
type Target = { readonly what: string; readonly asked: string; readonly is: string; readonly met: boolean };

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** The part of docs/benchmarks.md about the generated service. */
export function servicePart(measured: Measured): string {
  return `## The generated service

Written by \`npm run bench:service\`, from one run: what is compared ran in turns beside the same PostgreSQL, and each figure is the
median of its rounds. ${availableParallelism()} cores, shared by service, callers, PostgreSQL and broker, Node ${process.versions.node}; load average at the end
${loadavg()[0]?.toFixed(1)}. PostgreSQL does not wait for the disk here, so that what is compared is processor time.

| what is asked | asked | measured | |
| --- | --- | --- | --- |
${targetsOf(measured)
  .map(({ what, asked, is, met }) => `| ${what} | ${asked} | ${is} | ${met ? 'met' : '**missed**'} |`)
  .join('\n')}

Placing an order over gRPC, 32 callers: read, write, outbox row, one transaction. The bare server does the same statements and nothing else.

| | calls/s | against bare | processor time a call (µs) | p50 | p99 | resident (MB) |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${measured.calls.map((each) => callRow(each, measured.calls)).join('\n')}

A backlog of events of a thousand aggregates, drained by one relay. Beside it a poller that reads a hundred rows, sends one at a time and
deletes each, as MassTransit's does by default; and the polling listener of ${LIBRARY}, each aggregate in order, from ${whole(LIBRARY_EVENTS)} events:
with its defaults, and tuned (batches of 80 with a connection for each message in hand, no pause, no protection from poison).

| into | events/s | processor time an event (µs) | sequential poller | times | the library | times | the library, tuned | times |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${measured.events.drains.map(drainRow).join('\n')}

What limits it: one relay is one thread of Node beside PostgreSQL and the broker on the same cores. ${limitsOf(measured.events.drains)}

${measured.events.backlog ? backlogText(measured.events.backlog) : 'The large backlog was not run.'}

From the commit to the consumer's effect, 300 events a second, one process:

| over | p50 | p99 |
| --- | ---: | ---: |
${measured.events.latencies.map(({ over, p50, p99 }) => `| ${over} | ${ms(p50)} | ${ms(p99)} |`).join('\n')}
${measured.events.notRun.length > 0 ? `\nNot run: ${measured.events.notRun.join('; ')}.\n` : ''}`;
}

function drainRow({ into, perSecond, microseconds, sequential, library }: Drain): string {
  const beside = (other: number) =>
    Number.isNaN(other) ? 'not run | ' : `${whole(other)} | ${(perSecond / other).toFixed(1)}`;
  const others = [sequential, library.asItComes, library.tuned].map(beside).join(' | ');
  return `| ${into} | ${whole(perSecond)} | ${microseconds.toFixed(0)} | ${others} |`;
}

/** Where the relay itself has the processor all the time, it is the limit; elsewhere it waits for the others. */
function limitsOf(drains: readonly Drain[]): string {
  const shares = drains.map(({ into, perSecond, microseconds }) => {
    const share = Math.round((perSecond * microseconds) / 10_000);
    return `${share} per cent into ${into}`;
  });
  return `Of the time it drained, its process (all threads) had a core for ${shares.join(', ')};
the rest it waited for PostgreSQL to delete and for the broker to confirm.`;
}

const backlogText = ({ into, events, perSecond, before, during }: Backlog): string =>
  `A backlog of ${whole(events)} events drains into ${into} at ${whole(perSecond)} a second while 100 transactions a second write into the
same outbox. From the moment it is due, each of those takes ${ms(before.p50)} (p99 ${ms(before.p99)}) while the backlog only lies there, and
${ms(during.p50)} (p99 ${ms(during.p99)}) while it drains.`;

function callRow(each: CallResult, all: readonly CallResult[]): string {
  const share = each.perSecond / (all.find(({ name }) => name === bare)?.perSecond ?? Number.NaN);
  const { name, perSecond, microseconds, p50, p99, megabytes } = each;
  return `| ${name} | ${whole(perSecond)} | ${share.toFixed(2)} | ${whole(microseconds)} | ${ms(p50)} | ${ms(p99)} | ${whole(megabytes)} |`;
}

function targetsOf({ calls, events, start, first }: Measured): readonly Target[] {
  const rate = (name: string) => calls.find((each) => each.name === name)?.perSecond ?? Number.NaN;
  const share = (what: string, name: string, least: number): Target => {
    const is = rate(name) / rate(bare);
    return { what, asked: `at least ${least}`, is: is.toFixed(2), met: is >= least };
  };
  const drained = (what: string, into: readonly string[], least: number): Target[] => {
    const best = Math.max(
      ...events.drains.filter((each) => into.includes(each.into)).map(({ perSecond }) => perSecond),
    );
    return Number.isFinite(best)
      ? [{ what, asked: `at least ${whole(least)}/s`, is: `${whole(best)}/s`, met: best >= least }]
      : [];
  };
  const nats = events.latencies.find(({ over }) => over === 'nats');
  return [
    share('order over gRPC, relay elsewhere, against the same without chassis', plain, 0.85),
    share('the same with 10 per cent of traces exported', sampled, 0.8),
    ...drained('relay from a backlog into NATS or Kafka', ['nats', 'kafka'], 10_000),
    ...drained('relay from a backlog through RabbitMQ confirms', ['rabbitmq'], 3000),
    ...(nats
      ? [{ what: 'commit to consumer on NATS, p50', asked: 'under 15 ms', is: ms(nats.p50), met: nats.p50 < 15 }]
      : []),
    ...(events.backlog ? [slowed(events.backlog)] : []),
    {
      what: 'start to ready with telemetry, bundled',
      asked: 'under 1.0 s',
      is: `${(start.bundle / 1000).toFixed(2)} s`,
      met: start.bundle < 1000,
    },
    {
      what: 'start to ready with telemetry, from source as `msvc dev` keeps it compiled',
      asked: 'under 1.0 s',
      is: `${(start.source / 1000).toFixed(2)} s`,
      met: start.source < 1000,
    },
    {
      what: `\`npm install\` (${first.install.toFixed(1)} s, warm cache) over \`msvc dev\` to the first answered call`,
      asked: 'under 20 s',
      is: `${first.call.toFixed(1)} s`,
      met: first.call < 20,
    },
    {
      what: 'resident set of the service under load, relay on',
      asked: 'stated',
      is: `${whole(calls.find(({ name }) => name === relaying)?.megabytes ?? Number.NaN)} MB`,
      met: true,
    },
  ];
}

const slowed = ({ events, before, during }: Backlog): Target => ({
  what: `writers while a backlog of ${whole(events)} events drains, p50`,
  asked: 'not slowed: under 1.5 times',
  is: `${(during.p50 / before.p50).toFixed(2)} times`,
  met: during.p50 < 1.5 * before.p50,
});
