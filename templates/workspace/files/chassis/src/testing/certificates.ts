import { execFile } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const openssl = (...words: string[]) => promisify(execFile)('openssl', words);

export type Files = { readonly TLS_CERT_FILE: string; readonly TLS_KEY_FILE: string; readonly TLS_CA_FILE: string };

/** A certificate authority in a temporary folder, made with openssl. */
export class Authority {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<Authority> {
    const folder = await mkdtemp(join(tmpdir(), 'authority-'));
    const [key, certificate] = [join(folder, 'ca.key'), join(folder, 'ca.crt')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    await openssl('req', '-x509', ...curve, '-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=test');
    return new Authority(folder);
  }

  /** A certificate for a service on this machine. Issued again, it replaces the one before in the same files. */
  async issue(name: string): Promise<Files> {
    const file = (ending: string) => join(this.#folder, `${name}.${ending}`);
    const [key, fresh] = [file('key'), file('new.crt')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    await writeFile(file('ext'), `subjectAltName=DNS:${name},DNS:localhost,IP:127.0.0.1\n`);
    await openssl('req', ...curve, '-keyout', file('new.key'), '-out', file('csr'), '-subj', `/CN=${name}`);
    const [caKey, ca] = [join(this.#folder, 'ca.key'), join(this.#folder, 'ca.crt')];
    const signing = ['-CA', ca, '-CAkey', caKey, '-days', '1', '-extfile', file('ext')];
    await openssl('x509', '-req', '-in', file('csr'), '-out', fresh, ...signing);
    await rename(file('new.key'), key);
    await rename(fresh, file('crt'));
    return { TLS_CERT_FILE: file('crt'), TLS_KEY_FILE: key, TLS_CA_FILE: ca };
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}
