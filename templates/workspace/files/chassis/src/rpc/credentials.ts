import { credentials, experimental, ServerCredentials, type ChannelCredentials } from '@grpc/grpc-js';
import { existsSync } from 'node:fs';
import { ConfigError } from '../config.ts';

const { createCertificateProviderChannelCredentials, createCertificateProviderServerCredentials } = experimental;

/** How a process proves who it is to those it calls and those who call it. */
export type Credentials = { readonly server: ServerCredentials; readonly client: ChannelCredentials };
export type TlsSettings = {
  readonly TLS_CERT_FILE?: string | undefined;
  readonly TLS_KEY_FILE?: string | undefined;
  readonly TLS_CA_FILE?: string | undefined;
  readonly TLS_RELOAD_MS: number;
};

const NAMES = ['TLS_CERT_FILE', 'TLS_KEY_FILE', 'TLS_CA_FILE'] as const;

/**
 * Mutual TLS where the files are named, and plain HTTP/2 where none is: between services of one machine, or below a
 * mesh. A caller without a certificate of the same authority gets no connection. Files that change are read again.
 */
export function credentialsFrom(settings: TlsSettings): Credentials {
  if (NAMES.every((name) => settings[name] === undefined))
    return { server: ServerCredentials.createInsecure(), client: credentials.createInsecure() };
  const mistakes = NAMES.flatMap((name) => mistakeIn(name, settings[name]));
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  const files = new experimental.FileWatcherCertificateProvider({
    certificateFile: settings.TLS_CERT_FILE,
    privateKeyFile: settings.TLS_KEY_FILE,
    caCertificateFile: settings.TLS_CA_FILE,
    refreshIntervalMs: settings.TLS_RELOAD_MS,
  });
  return {
    server: createCertificateProviderServerCredentials(files, files, true),
    client: createCertificateProviderChannelCredentials(files, files),
  };
}

function mistakeIn(name: string, file: string | undefined): readonly string[] {
  if (file === undefined) return [`${name} is missing: mutual TLS needs ${NAMES.join(', ')}`];
  return existsSync(file) ? [] : [`${name} is wrong: there is no such file`];
}
