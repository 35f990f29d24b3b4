/** The JSON Schema of msvc.yaml, as it is published; the reader below says the same with places. */
export const configSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'msvc.yaml',
  description: 'What cannot be inferred from a workspace: owners, subdomains, context relationships, rule options.',
  type: 'object',
  additionalProperties: false,
  properties: {
    version: { const: 1, description: 'The version of this format.' },
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
    rules: {
      type: ['object', 'null'],
      description: 'Severity and options of rules by id; see `msvc explain <rule>`.',
      additionalProperties: {
        anyOf: [
          { enum: ['off', 'info', 'warning', 'error'] },
          {
            type: 'object',
            properties: { severity: { enum: ['off', 'info', 'warning', 'error'] } },
            additionalProperties: true,
          },
        ],
      },
    },
    ignore: {
      type: 'array',
      items: { type: 'string' },
      description: 'Globs of files and folders that are not part of the system.',
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
