import type { At } from './module.ts';

/** A credential that stands in a file. What it is and what it is called; never its value. */
export type CredentialFact = {
  readonly kind: 'credential';
  readonly what: CredentialKind;
  /** The variable, key or host it belongs to. */
  readonly name: string;
  readonly at: At;
};
export type CredentialKind =
  | 'AWS access key'
  | 'GitHub token'
  | 'GitLab token'
  | 'Stripe key'
  | 'Slack token'
  | 'SendGrid key'
  | 'npm token'
  | 'OpenAI key'
  | 'Anthropic key'
  | 'Telegram bot token'
  | 'Mailgun key'
  | 'private key'
  | 'password in an address'
  | 'Kubernetes secret'
  | 'password'
  | 'secret';
