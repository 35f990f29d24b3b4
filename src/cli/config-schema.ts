import type { OptionSpec, Rule } from '../model/rule.ts';
import { configSchema, severities } from '../read/config/schema.ts';

/** The JSON Schema of msvc.yaml with every rule and its options, as it is published. */
export const configSchemaWith = (rules: readonly Rule[]): object => {
  const { suppress, ...properties } = configSchema.properties;
  const rule = { enum: rules.map(({ id }) => id) };
  return {
    ...configSchema,
    properties: {
      ...properties,
      rules: {
        type: ['object', 'null'],
        description: 'Severity and options of rules by id; see `msvc explain <rule>`.',
        additionalProperties: false,
        properties: Object.fromEntries(rules.map((one) => [one.id, settingsOf(one)])),
      },
      suppress: { ...suppress, items: { ...suppress.items, properties: { ...suppress.items.properties, rule } } },
    },
  };
};

const severity = { enum: severities, description: 'How much a finding weighs; off: the rule is not run.' };

const settingsOf = ({ summary, options }: Rule): object => ({
  description: summary,
  anyOf: [
    { enum: severities },
    {
      type: 'object',
      additionalProperties: false,
      properties: {
        severity,
        ...Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, schemaOf(spec)])),
      },
    },
  ],
});

/** What one option may be, as JSON Schema. */
export function schemaOf(spec: OptionSpec<unknown>): object {
  return { ...typeOf(spec), default: spec.default, description: spec.about };
}

function typeOf({ kind, min, choices }: OptionSpec<unknown>): object {
  if (kind === 'whole-number') return { type: 'integer', ...(min === undefined ? {} : { minimum: min }) };
  if (kind === 'boolean') return { type: 'boolean' };
  if (kind === 'list') return { type: 'array', items: { type: 'string' } };
  return kind === 'choice' ? { enum: choices } : { type: 'string' };
}
