import { defineRule, isForDevelopment, isSample, isToolingFile } from '../../src/lint/kit.ts';

export default defineRule({
  id: 'hardcoded-secret',
  group: 'running',
  tier: 'proven',
  summary: 'Credentials come from the environment or a vault, not from the repository.',
  why: 'Who can read the repository, one of its clones, a build log or an image has the credential, and keeps it: git forgets nothing. It cannot be changed without a release, so it never is, and every environment shares it. Leaked keys are found by machines within minutes and used.',
  decided:
    'Source, manifests and settings are searched for tokens that tell their issuer by their form (AWS, GitHub, GitLab, Stripe, Slack, SendGrid, npm, OpenAI, Anthropic, Telegram, Mailgun), for private keys, for addresses with a password and a host of the internet, for Kubernetes Secrets with values, and for literals under a name such as `apiKey` or `JWT_SECRET` that are long and random enough to be meant. Only kind, name and place are kept: the value reaches no cache and no output. One finding for a file and kind.',
  notReported: [
    'samples, tests, fixtures, documentation, generated code, lock files',
    'placeholders (changeme, your-key, <…>, ${…}) and words that people use on their own machine (postgres, guest, secret)',
    'addresses of hosts without a dot, such as a database of the same compose file: the network keeps others out',
    'public keys, hashes, sealed or encrypted secrets',
    'values that are short or not random: precision goes before',
    'passwords, keys and Secrets of what is for development (`k8s/local`, `compose.dev.yaml`)',
    'keys that a front end hands to every browser (`NEXT_PUBLIC_…`, `VITE_…`)',
    'what stands in the history of git alone',
  ],
  remedy:
    'Revoke it first, then read it from the environment or a mounted secret, and take it out of the history with git filter-repo',
  neverQuoted: true,
  sources: [
    'The Twelve-Factor App, III: Config',
    'OWASP Secrets Management Cheat Sheet',
    'Meli, McNiece and Reaves, How Bad Can It Git? (NDSS 2019)',
    'gitleaks: generic-api-key (name, length, letters and digits, entropy, stop words)',
  ],
  messages: {
    stands: ({ what, name }: { what: string; name: string }) =>
      what === name
        ? `${article(what)} ${what} stands in the repository`
        : `${article(what)} ${what} stands in the repository, under ${name}`,
  },
  *check(model, say) {
    for (const { what, name, services, at } of model.credentials) {
      if (isSample(at.file) || isToolingFile(at.file) || isGenerated(at.file)) continue;
      if (isForDevelopment(at.file) && ownMachine.has(what)) continue;
      yield say(
        'stands',
        { what, name },
        {
          at,
          related: [],
          services,
          subject: [what, at.file],
          detail: 'Its value is shown nowhere.',
        },
      );
    }
  },
});

/** What is made for one machine opens nothing elsewhere. */
const ownMachine = new Set(['private key', 'Kubernetes secret', 'password']);

const article = (what: string): string => (/^[AO]/i.test(what) && !/^U/i.test(what) ? 'An' : 'A');

const isGenerated = (file: string): boolean =>
  /(?:^|\/)(?:generated|__generated__|gen|seeds?|seeders?|i18n|locales?|translations?|migrations?|storybook|stories|public|static|assets)\/|\.(?:generated|gen|stories)\.|seed[^/]*$|\.md$/i.test(
    file,
  );
