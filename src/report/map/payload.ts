import type { ViewField } from '../../graph/types.ts';
import { oneLine } from '../text/lines.ts';
import type { Yaml } from '../text/yaml.ts';

/** What protobuf's JSON mapping makes of a scalar; 64 bits do not fit into a number of JSON. */
const scalars: Readonly<Record<string, Yaml>> = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  bytes: { type: 'string', contentEncoding: 'base64' },
  double: { type: 'number' },
  float: { type: 'number' },
  ...Object.fromEntries(
    ['int32', 'uint32', 'sint32', 'fixed32', 'sfixed32'].map((name) => [name, { type: 'integer' }]),
  ),
  ...Object.fromEntries(
    ['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64'].map((name) => [
      name,
      { type: 'string', pattern: '^-?[0-9]+$' },
    ]),
  ),
  'google.protobuf.Timestamp': { type: 'string', format: 'date-time' },
  'google.protobuf.Duration': { type: 'string' },
};

/** The JSON schema of a message, as far as its contract says; a message or enum within it is only named. */
export const payloadOf = (fields: readonly ViewField[]): Yaml => ({
  type: 'object',
  properties: Object.fromEntries(fields.map((field) => [camel(field.name), schemaOf(field)])),
});

function schemaOf({ type, repeated }: ViewField): Yaml {
  const one = type.startsWith('map<')
    ? { type: 'object' }
    : (scalars[type.replace(/^\./, '')] ?? { title: oneLine(type) });
  return repeated && !type.startsWith('map<') ? { type: 'array', items: one } : one;
}

const camel = (name: string): string => name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
