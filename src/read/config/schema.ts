import { presets } from '../../model/rule.ts';

/** The JSON Schema of msvc.yaml but for what the rules add to it; the reader beside it says the same with places. */
export const configSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'msvc.yaml',
  description: 'What cannot be inferred from a workspace: owners, subdomains, context relationships, rule options.',
  type: 'object',
  additionalProperties: false,
  properties: {
    version: { const: 1, description: 'The version of this format.' },
    preset: {
      enum: presets,
      default: 'recommended',
      description:
        'Which rules are on. recommended: all but the opt-in ones. all: every rule. strict: every rule, one step more severe where something is missing.',
    },
    contexts: {
      type: ['object', 'null'],
      description: 'Bounded contexts by name.',
      additionalProperties: {
        type: ['object', 'null'],
        additionalProperties: false,
        properties: {
          paths: {
            type: 'array',
            items: { type: 'string' },
            description:
              'Globs of the folders whose code belongs to the context. Default: the service of the same name.',
          },
          owner: { type: 'string', description: 'The one team that owns the context.' },
          subdomain: { enum: ['core', 'supporting', 'generic'] },
          relationships: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['with', 'kind'],
              properties: {
                with: { type: 'string', description: 'The other context.' },
                kind: {
                  enum: [
                    'partnership',
                    'shared-kernel',
                    'customer-supplier',
                    'conformist',
                    'anticorruption-layer',
                    'open-host-service',
                    'published-language',
                    'separate-ways',
                  ],
                },
              },
            },
          },
        },
      },
    },
    ignore: {
      type: 'array',
      items: { type: 'string' },
      description: 'Globs of files and folders that are not part of the system.',
    },
    suppress: {
      type: ['array', 'null'],
      description: 'Findings that were looked at and are left as they are, each with a reason.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['rule', 'reason'],
        anyOf: [{ required: ['at'] }, { required: ['services'] }, { required: ['fingerprint'] }],
        properties: {
          rule: { type: 'string' },
          at: { type: 'string', description: 'A glob of files or folders: the place of the finding lies there.' },
          services: {
            type: 'array',
            items: { type: 'string' },
            description: 'Every service of the finding is one of these.',
          },
          fingerprint: {
            type: 'string',
            pattern: '^[0-9a-f]{6,12}$',
            description: 'The digits that msvc lint shows beside the rule; in quotes.',
          },
          reason: {
            type: 'string',
            minLength: 1,
            description: 'Why it is right as it is, for whoever reads this next.',
          },
          until: {
            type: 'string',
            pattern: '^\\d{4}-\\d{2}-\\d{2}$',
            description: 'The last day on which it holds: 2027-03-01.',
          },
        },
      },
    },
    partial: {
      type: 'boolean',
      description:
        'Some services of the system live in other repositories, so a message without a consumer is no fault.',
    },
  },
} as const;

export const subdomains = configSchema.properties.contexts.additionalProperties.properties.subdomain.enum;
export const relationshipKinds =
  configSchema.properties.contexts.additionalProperties.properties.relationships.items.properties.kind.enum;
export const severities = ['off', 'info', 'warning', 'error'] as const;
