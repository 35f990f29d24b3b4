import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';

const parsed = (file: string): Record<string, unknown> => JSON.parse(readFileSync(file, 'utf8'));

/** RFC 3986, as strict as a report needs it: no space, no bare percent sign, no control, no quote. */
const reference = /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})*$/i;
const formats = {
  'uri-reference': (text: string) => reference.test(text),
  uri: (text: string) => /^[a-z][a-z0-9+.-]*:/i.test(text) && reference.test(text),
  'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
};

/** The schema that OASIS publishes; it is written in draft 4, whose `id` is all that ajv reads differently here. */
function sarifValidator() {
  const { id: _id, $schema: _dialect, ...schema } = parsed('fixtures/sarif/sarif-schema-2.1.0.json');
  const ajv = new Ajv({ strict: false, allErrors: true });
  for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, validate);
  return ajv.compile(schema);
}
const validSarif = sarifValidator();
const validLint = new Ajv2020().compile(parsed('docs/json-schemas/lint.schema.json'));

const mistakesOf = (validate: typeof validSarif, value: unknown): readonly string[] =>
  validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

export const sarifMistakes = (log: unknown): readonly string[] => mistakesOf(validSarif, log);
export const lintMistakes = (report: unknown): readonly string[] => mistakesOf(validLint, report);
