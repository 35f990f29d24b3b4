import type {
  TSInterfaceDeclaration,
  TSSignature,
  TSTypeAliasDeclaration,
  TSType,
  TSTypeAnnotation,
  TSTypeName,
  TSTypeParameterInstantiation,
} from 'oxc-parser';
import type { TypeFact } from '../../model/fact/module.ts';
import type { TypeRef } from '../../model/fact/value.ts';

const nameOf = (name: TSTypeName): string => {
  if (name.type === 'Identifier') return name.name;
  if (name.type === 'TSQualifiedName') return `${nameOf(name.left)}.${name.right.name}`;
  return 'this';
};

/** `<A, B>` as type references. */
export const typeArgsOf = (node: TSTypeParameterInstantiation | null | undefined): readonly TypeRef[] | undefined => {
  const args = node?.params.map((param) => typeOf(param) ?? { name: '?' });
  return args && args.length > 0 ? args : undefined;
};

const named = (name: string, args: readonly TypeRef[] | undefined): TypeRef => (args ? { name, args } : { name });

const isEmpty = (type: TSType): boolean =>
  type.type === 'TSNullKeyword' || type.type === 'TSUndefinedKeyword' || type.type === 'TSVoidKeyword';

/** A type annotation as far as linking can use it; undefined for keywords and structural types. */
export const typeOf = (type: TSType): TypeRef | undefined => {
  switch (type.type) {
    case 'TSTypeReference':
      return named(nameOf(type.typeName), typeArgsOf(type.typeArguments));
    case 'TSArrayType': {
      const element = typeOf(type.elementType);
      return named('[]', element ? [element] : undefined);
    }
    case 'TSUnionType': {
      const rest = type.types.filter((option) => !isEmpty(option));
      return rest.length === 1 && rest[0] ? typeOf(rest[0]) : undefined;
    }
    case 'TSIntersectionType':
      return type.types.map(typeOf).find((option) => option !== undefined);
    case 'TSParenthesizedType':
      return typeOf(type.typeAnnotation);
    case 'TSTypeOperator':
      return typeOf(type.typeAnnotation);
    case 'TSLiteralType':
      return type.literal.type === 'Literal' && typeof type.literal.value === 'string'
        ? { name: `'${type.literal.value}'` }
        : undefined;
    case 'TSTypeQuery':
      return type.exprName.type === 'TSImportType' ? undefined : { name: `typeof ${nameOf(type.exprName)}` };
    default:
      return undefined;
  }
};

export const annotationOf = (node: TSTypeAnnotation | null | undefined): TypeRef | undefined =>
  node ? typeOf(node.typeAnnotation) : undefined;

const membersOf = (list: readonly TSSignature[]): TypeFact['members'] =>
  list.flatMap((item) => {
    if (item.type !== 'TSPropertySignature' || item.key.type !== 'Identifier') return [];
    const type = annotationOf(item.typeAnnotation);
    return type ? [[item.key.name, type] as const] : [];
  });

const fact = (name: string, is: TypeRef | undefined, members: TypeFact['members']): TypeFact | undefined =>
  is || members.length > 0 ? { name, ...(is ? { is } : {}), members } : undefined;

/** An interface or a type alias, where it says something that linking can use. */
export const typeFactOf = (node: TSInterfaceDeclaration | TSTypeAliasDeclaration): TypeFact | undefined => {
  if (node.type === 'TSTypeAliasDeclaration') {
    const type = node.typeAnnotation;
    if (type.type === 'TSTypeLiteral') return fact(node.id.name, undefined, membersOf(type.members));
    return fact(node.id.name, typeOf(type), []);
  }
  const parent = node.extends[0];
  const args = parent && typeArgsOf(parent.typeArguments);
  const is = parent?.expression.type === 'Identifier' ? named(parent.expression.name, args) : undefined;
  return fact(node.id.name, is, membersOf(node.body.body));
};
