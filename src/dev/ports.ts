import { createServer } from 'node:net';
import { errors } from '../errors/dev.ts';
import { ownerOf } from './port-owner.ts';

export type WantedPort = { readonly what: string; readonly port: number };
/** A port that was free; `instead` tells what stood in the way of the preferred one. */
export type ChosenPort = WantedPort & { readonly instead?: { readonly port: number; readonly owner: string } };

export const preferred = { postgres: 54329, otlp: 43180, grpc: 50051, http: 8081, rest: 8001 } as const;

type Wanting = { readonly name: string; readonly rest?: boolean };

/** Where everything would like to listen: the usual ports, or counted up from a base the user chose. */
export function wantedPorts(services: readonly Wanting[], base: number | undefined): readonly WantedPort[] {
  const from = base === undefined ? preferred : countedFrom(base);
  return [
    { what: 'postgres', port: from.postgres },
    { what: 'otlp', port: from.otlp },
    ...services.flatMap(({ name, rest }, index) => [
      { what: `${name} grpc`, port: from.grpc + index },
      { what: `${name} http`, port: from.http + index },
      ...(rest ? [{ what: `${name} rest`, port: from.rest + index }] : []),
    ]),
  ];
}

const countedFrom = (base: number): Record<keyof typeof preferred, number> => ({
  postgres: base,
  otlp: base + 1,
  grpc: base + 10,
  http: base + 110,
  rest: base + 210,
});

/**
 * The wanted ports, each moved to the next free one where something listens; with `fixed` that is a user error.
 */
export async function choosePorts(
  wanted: readonly WantedPort[],
  fixed: boolean,
  isFree: (port: number) => Promise<boolean> = isPortFree,
): Promise<ReadonlyMap<string, ChosenPort>> {
  const chosen = new Map<string, ChosenPort>();
  const taken = new Set(wanted.map(({ port }) => port));
  for (const { what, port } of wanted) {
    if (await isFree(port)) {
      chosen.set(what, { what, port });
      continue;
    }
    const owner = ownerOf(port) ?? 'another process';
    if (fixed) throw errors.portInUse(port, what, owner);
    const next = await nextFree(port, taken, isFree);
    taken.add(next);
    chosen.set(what, { what, port: next, instead: { port, owner } });
  }
  return chosen;
}

async function nextFree(
  port: number,
  taken: ReadonlySet<number>,
  isFree: (port: number) => Promise<boolean>,
): Promise<number> {
  for (let next = port + 1; next < Math.min(port + 500, 65536); next += 1)
    if (!taken.has(next) && (await isFree(next))) return next;
  throw errors.portInUse(port, 'and the 500 after it', ownerOf(port) ?? 'another process');
}

/** Whether nobody listens on a port, on any address. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::')) && (await canListen(port, '0.0.0.0'));
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      answer(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => answer(true)));
  });
}
