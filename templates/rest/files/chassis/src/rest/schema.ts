import { ScalarType, type DescEnum, type DescField, type DescMessage } from '@bufbuild/protobuf';

/** A JSON Schema of the dialect that OpenAPI 3.1 uses. */
export type Schema = { readonly [keyword: string]: unknown };

/** Schemas of messages by name, of all that were referred to. */
export class Schemas {
  readonly #known = new Map<string, Schema>();

  /** Refers to a message, and describes it once. */
  ref(message: DescMessage): Schema {
    const known = wellKnown(message);
    if (known) return known;
    if (!this.#known.has(message.name)) {
      this.#known.set(message.name, {});
      this.#known.set(message.name, this.object(message.fields));
    }
    return { $ref: `#/components/schemas/${message.name}` };
  }

  object(fields: readonly DescField[]): Schema {
    const properties = Object.fromEntries(fields.map((field) => [field.jsonName, this.field(field)]));
    return { type: 'object', properties, additionalProperties: false };
  }

  /** As protobuf's JSON form has it: 64-bit numbers are text. */
  field(field: DescField): Schema {
    if (field.fieldKind === 'list') return { type: 'array', items: this.#single(field, field.listKind) };
    if (field.fieldKind === 'map')
      return { type: 'object', additionalProperties: this.#single(field, field.mapKind) };
    return this.#single(field, field.fieldKind);
  }

  #single(field: DescField, kind: 'scalar' | 'enum' | 'message'): Schema {
    if (kind === 'message' && field.message) return this.ref(field.message);
    if (kind === 'enum' && field.enum) return enumOf(field.enum);
    return scalarOf(field.scalar ?? ScalarType.STRING);
  }

  all(): Readonly<Record<string, Schema>> {
    return Object.fromEntries([...this.#known].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

const enumOf = (description: DescEnum): Schema => ({
  type: 'string',
  enum: description.values.map(({ name }) => name),
});

function scalarOf(scalar: ScalarType): Schema {
  switch (scalar) {
    case ScalarType.BOOL:
      return { type: 'boolean' };
    case ScalarType.STRING:
      return { type: 'string' };
    case ScalarType.BYTES:
      return { type: 'string', contentEncoding: 'base64' };
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return { type: 'number' };
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return { type: 'string', format: 'int64', pattern: '^-?[0-9]+$' };
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return { type: 'string', format: 'uint64', pattern: '^[0-9]+$' };
    default:
      return { type: 'integer', format: 'int32' };
  }
}

/** Messages with a JSON form of their own. */
function wellKnown({ typeName }: DescMessage): Schema | undefined {
  switch (typeName) {
    case 'google.protobuf.Timestamp':
      return { type: 'string', format: 'date-time' };
    case 'google.protobuf.Duration':
      return { type: 'string', pattern: String.raw`^-?[0-9]+(\.[0-9]+)?s$` };
    case 'google.protobuf.Empty':
      return { type: 'object' };
    case 'google.protobuf.FieldMask':
      return { type: 'string' };
    default:
      return undefined;
  }
}
