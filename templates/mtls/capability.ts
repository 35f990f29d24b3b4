import { defineCapability, spellingOf } from '../../src/scaffold/kit.ts';

export default defineCapability({
  id: 'mtls',
  verb: 'add',
  summary: 'call and be called over mutual TLS only: certificate, mount, test',
  needs: ['service'],
  examples: ['msvc add mtls --to orders', 'msvc add mtls --to orders --dry-run'],
  questions: {
    to: {
      kind: 'choice',
      ask: 'Which service shall have a certificate?',
      help: 'the service that shall have a certificate; whoever calls it, or is called by it, needs one too',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
    },
  },
  *plan({ service, workspace, render }) {
    const view = { service, workspace, context: spellingOf(service.contexts[0] ?? service.name) };
    yield* render.folder('files', view, '.');
    const merge = (path: string, fragment: string) =>
      ({ kind: 'merge-yaml', path: `${service.path}/k8s/${path}`, fragment, ifAbsent: 'skip' }) as const;
    yield merge('kustomization.yaml', 'resources:\n  - certificate.yaml\npatches:\n  - path: certificate-mount.yaml\n');
    yield merge(
      'config.yaml',
      'data:\n  TLS_CERT_FILE: /tls/tls.crt\n  TLS_KEY_FILE: /tls/tls.key\n  TLS_CA_FILE: /tls/ca.crt\n',
    );
    yield {
      kind: 'add-lines',
      path: `${service.path}/README.md`,
      lines: ['', 'It calls and is called over mutual TLS: see [k8s/certificate.yaml](k8s/certificate.yaml).'],
      ifAbsent: 'skip',
    };
  },
  nextSteps: ({ service, workspace }) => [
    `npm test --workspace ${service.path}`,
    `open ${service.path}/k8s/certificate.yaml`,
    ...workspace.services
      .filter(({ name }) => name !== service.name)
      .slice(0, 2)
      .map(({ name }) => `msvc add mtls --to ${name}`),
  ],
});
