import { create, toBinary, type DescMessage, type DescService, type MessageInitShape } from '@bufbuild/protobuf';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * `hung` never answers; `slow` takes 300 ms; `flapping` is UNAVAILABLE half of the time, turning every 200 ms;
 * `faltering` is UNAVAILABLE to every other call, beginning with the first; `lying` says OK with bytes that are no
 * answer, or with an empty one, or fails with details that are none.
 */
export type Ailment = 'well' | 'hung' | 'slow' | 'flapping' | 'faltering' | 'lying';
/** What the process is told, and what it tells. */
export type Order = { readonly become?: Ailment; readonly answers?: Readonly<Record<string, string>> };
export type Report = { readonly port: number; readonly asked: number };

/** A callee in a process of its own, over real gRPC, that ails as it is told. */
export type UnwellCallee = {
  readonly address: string;
  become(ailment: Ailment): Promise<void>;
  /** How many calls have reached it. */
  asked(): Promise<number>;
  kill(): void;
  /** It stays connected and does nothing any more, as on a machine that was cut off. */
  freeze(): void;
};

type Answers<S extends DescService> = {
  readonly [Name in keyof S['method']]?: S['method'][Name] extends { output: infer O extends DescMessage }
    ? MessageInitShape<O>
    : never;
};

/** Starts a callee that answers each method with the same answer, whatever it is asked. It is well at first. */
export async function startUnwell<S extends DescService>(service: S, answers: Answers<S>): Promise<UnwellCallee> {
  const child = fork(fileURLToPath(new URL('unwell-process.ts', import.meta.url)), { stdio: 'inherit' });
  const tell = async (order: Order): Promise<Report> => {
    const report = once(child, 'message');
    child.send(order);
    const [said] = (await report) as [Report];
    return said;
  };
  const { port } = await tell({ become: 'well', answers: bytesOf(service, answers) });
  return {
    address: `127.0.0.1:${port}`,
    become: async (become) => void (await tell({ become })),
    asked: async () => (await tell({})).asked,
    kill: () => void child.kill('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
  };
}

function bytesOf(service: DescService, answers: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = service.methods.map(({ name, localName, output }) => {
    // Answers are checked against the service above; here they are looked up by name.
    const init = (answers[localName] ?? {}) as MessageInitShape<DescMessage>;
    return [`/${service.typeName}/${name}`, Buffer.from(toBinary(output, create(output, init))).toString('base64')];
  });
  return Object.fromEntries(entries);
}
