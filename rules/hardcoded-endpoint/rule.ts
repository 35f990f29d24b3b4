import { defineRule, groupBy, isToolingFile, unique } from '../../src/lint/kit.ts';
import type { Endpoint } from '../../src/model/endpoints.ts';

export default defineRule({
  id: 'hardcoded-endpoint',
  group: 'calls',
  tier: 'proven',
  summary: 'Addresses of other services come from the environment.',
  why: 'An address in source is right on one machine. Elsewhere the service asks nobody, or the wrong one: staging writes to production, a renamed service takes its callers down, and mending it takes a build and a release instead of a setting.',
  decided:
    'Literals that are addresses, and addresses that calls put together of literals alone, are looked up in what the manifests and the code say of who answers where. One that leads to another service of the workspace is violated; one that only stands in for a variable nobody set is a note.',
  notReported: [
    'addresses of databases, brokers and of anything outside the workspace',
    'the service’s own address, origins that may call, addresses in logs and API documents',
    'configuration files, tests, examples and build tooling',
    'comments',
  ],
  remedy: 'Read it from an environment variable, and fail at start where it is missing',
  sources: [
    'Wiggins, The Twelve-Factor App: III. Config',
    'Tighilt et al., On the Study of Microservices Antipatterns: Hardcoded Endpoints (EuroPLoP 2020)',
  ],
  looksAt: 'address',
  wrong:
    'An address that is only shown to people looks like one that is called. Write it to a log, a document or a list of origins, or accept it with a reason.',
  messages: {
    written: ({ service, to, address }: { service: string; to: string; address: string }) =>
      `${service} has the address of ${to} in its source: ${address}`,
    fallback: ({ service, to, address }: { service: string; to: string; address: string }) =>
      `${service} falls back to an address of ${to} in its source: ${address}`,
  },
  *check(model, say) {
    const judged = model.endpoints.filter(({ evidence }) => !isAside(evidence.file));
    for (const [first, ...others] of groupBy(judged, placeOf)) {
      if (!first) continue;
      const { service, to, address, evidence, isDefault } = first;
      const services = unique([service, to, ...others.flatMap((other) => [other.service, other.to])]);
      const proof = {
        at: evidence,
        related: others.map((other) => ({ ...other.evidence, label: other.address })),
        services,
        subject: [service, to, address] as const,
        proof: [
          { about: 'literal', text: address, at: evidence },
          { about: 'answers there', text: to },
          { about: 'verdict', text: isDefault ? 'violated where the variable is not set' : 'violated' },
        ],
      };
      if (isDefault) yield say('fallback', { service, to, address }, { ...proof, grade: 'info' });
      else yield say('written', { service, to, address }, proof);
    }
  },
});

/** One service in one file; what is written in a shared library is written once. */
const placeOf = ({ evidence, to, isDefault }: Endpoint): string => `${evidence.file} ${to} ${isDefault}`;

/** Configuration, tests, examples and build tooling. */
const isAside = (file: string): boolean =>
  isToolingFile(file) || /(?:^|\/)(?:environments?|examples?|samples?|demo|docs|k6|fixtures)\//i.test(file);
