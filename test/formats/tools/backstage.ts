import { asyncapi } from './asyncapi.ts';
import { each, load, type Parse } from './parse.ts';

type Entity = {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly type?: string; readonly definition?: unknown } & Readonly<Record<string, unknown>>;
};

/** Entities by the schemas of Backstage's catalog, and the APIs among them by the tool for what they are. */
export const backstage: Parse = async (texts) => {
  const { parseAllDocuments } = await load('yaml/dist/index.js').then((module) => module.default ?? module);
  const module = await load('@backstage/catalog-model/dist/index.cjs.js');
  const tool = module.default ?? module;
  const kinds = new Map([
    ['System', tool.systemEntityV1alpha1Validator],
    ['Component', tool.componentEntityV1alpha1Validator],
    ['API', tool.apiEntityV1alpha1Validator],
    ['Resource', tool.resourceEntityV1alpha1Validator],
  ]);
  const { makeValidator, SchemaValidEntityPolicy, FieldFormatEntityPolicy, EntityPolicies } = tool;
  const policy = EntityPolicies.allOf([new SchemaValidEntityPolicy(), new FieldFormatEntityPolicy(makeValidator())]);
  return each(async (text) => {
    const entities: readonly Entity[] = parseAllDocuments(text).map(
      (one: { errors: readonly Error[]; toJS: () => Entity }) => {
        if (one.errors[0]) throw one.errors[0];
        return substituted(one.toJS());
      },
    );
    for (const entity of entities) {
      await policy.enforce(entity);
      if ((await kinds.get(entity.kind)?.check(entity)) !== true) throw new Error(`no ${entity.kind} of Backstage`);
    }
    return {
      mistakes: [...dangling(entities), ...(await definitionMistakes(entities))],
      nodes: entities.filter(({ kind }) => kind !== 'System' && kind !== 'API').length,
    };
  })(texts);
};

/** Backstage puts the text of a file where `$text` names one, before it looks at the entity. */
function substituted(entity: Entity): Entity {
  const { definition } = entity.spec;
  if (typeof definition !== 'object' || definition === null || !('$text' in definition)) return entity;
  return {
    ...entity,
    spec: { ...entity.spec, definition: new URL(String(definition.$text), 'file:///root/').pathname },
  };
}

/** Names of what no entity is. */
function dangling(entities: readonly Entity[]): readonly string[] {
  const known = new Set(entities.map(({ kind, metadata }) => `${kind.toLowerCase()}:${metadata.name}`));
  return entities
    .flatMap(({ spec }) => ['providesApis', 'consumesApis', 'dependsOn'].flatMap((name) => spec[name] ?? []))
    .filter((one) => !known.has(String(one)))
    .map((one) => `${String(one)} is nowhere`);
}

/** `@asyncapi/parser` takes a second for each; the format asyncapi gives it every name. */
const most = { asyncapi: 6, openapi: 200 } as const;

async function definitionMistakes(entities: readonly Entity[]): Promise<readonly string[]> {
  const of = (type: keyof typeof most) =>
    new Map(
      entities
        .filter(({ kind, spec }) => kind === 'API' && spec.type === type)
        .slice(0, most[type])
        .map(({ metadata, spec }) => [metadata.name, String(spec.definition)]),
    );
  const { Validator } = await load('@seriousme/openapi-schema-validator/index.js');
  const mistakes = [...(await asyncapi(of('asyncapi')))].flatMap(([name, said]) =>
    said.mistakes.map((mistake) => `${name}: ${mistake}`),
  );
  const validator = new Validator();
  for (const [name, text] of of('openapi')) {
    const { valid, errors } = await validator.validate(text);
    if (!valid) mistakes.push(`${name}: ${JSON.stringify(errors).slice(0, 300)}`);
  }
  return mistakes;
}
