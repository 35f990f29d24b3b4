import type { CredentialKind } from '../../model/fact/credential.ts';
import { isPlaceholder } from './placeholders.ts';

export type Found = { readonly what: CredentialKind; readonly name: string; readonly index: number };

/** Tokens that tell by their form whose they are, as their issuers document them. */
const tokens: readonly (readonly [what: CredentialKind, pattern: RegExp])[] = [
  ['AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{60,251})\b/g],
  ['GitLab token', /\bglpat-[\w-]{20,60}/g],
  ['Stripe key', /\b(?:[sr]k_(?:live|test)_[A-Za-z0-9]{20,250}|whsec_[A-Za-z0-9]{30,250})\b/g],
  ['Slack token', /\bxox[abprs]-\d{6,}-[\w-]{10,200}|hooks\.slack\.com\/services\/T\w{8,}\/B\w{8,}\/\w{20,}/g],
  ['SendGrid key', /\bSG\.[\w-]{20,24}\.[\w-]{39,50}/g],
  ['npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['OpenAI key', /\bsk-(?:proj-|svcacct-)?[\w-]{10,120}T3BlbkFJ[\w-]{10,120}/g],
  ['Anthropic key', /\bsk-ant-(?:api|admin)\d\d-[\w-]{80,120}/g],
  ['Telegram bot token', /\b\d{8,10}:AA[\w-]{33}\b/g],
  ['Mailgun key', /\bkey-[0-9a-f]{32}\b/g],
];
const anyToken =
  /AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|[sr]k_(?:live|test)_|whsec_|xox[abprs]-|hooks\.slack|\bSG\.|npm_|T3BlbkFJ|sk-ant-|:AA|\bkey-/;

export function* tokensIn(text: string): Generator<Found> {
  if (!anyToken.test(text)) return;
  for (const [what, pattern] of tokens)
    for (const { 0: value, index } of text.matchAll(pattern))
      if (!/EXAMPLE|x{6}|X{6}|0{10}|1234567890|abcdef|your/i.test(value)) yield { what, name: what, index };
}

/** The block itself, with the key behind it: a name of the format alone is none. */
const keyBlock =
  /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----(?:\\r|\\n|[\s"'+`]){1,40}[A-Za-z0-9+/=]{40}/g;

export function* privateKeysIn(text: string): Generator<Found> {
  if (!text.includes('PRIVATE KEY')) return;
  for (const { index } of text.matchAll(keyBlock)) yield { what: 'private key', name: 'private key', index };
}

const address =
  /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|clickhouse|smtps?|sftp|ftp|nats|https?):\/\/([^\s:/@"'`<>]{0,80}):([^\s/@"'`<>]{3,120})@([\w.-]{1,200})/g;

/** `scheme://user:password@host` where the host is one of the internet: names without a dot are of one network alone. */
export function* addressesIn(text: string): Generator<Found> {
  if (!text.includes('://') || !text.includes('@')) return;
  for (const { 2: password = '', 3: host = '', index } of text.matchAll(address))
    if (isPublicHost(host) && !/[${}]/.test(password) && !isPlaceholder(password))
      yield { what: 'password in an address', name: host, index };
}

const isPublicHost = (host: string): boolean =>
  /[a-z]/i.test(host) &&
  host.includes('.') &&
  !/(?:^|\.)(?:localhost|local|internal|example(?:\.\w+)?|test|invalid|cluster\.local|svc)$|^host\.docker\b|\.svc\b|^your|example/i.test(
    host,
  );
