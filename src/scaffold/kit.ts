/** All that a capability in `templates/` may import. */
export { defineCapability, type Capability, type PlanInput, type Render } from './kit/capability.ts';
export type { Change, ChangeKind, Json } from './kit/change.ts';
export type { Answer, Answers, Known, Question, Questions } from './kit/question.ts';
export {
  addNamedImport,
  addStatementBehind,
  addToArray,
  addToListProperty,
  addToObject,
  addToParameter,
  addToProperty,
  addToResult,
  addTypeBefore,
  addTypeMember,
  setProperty,
} from './kit/typescript.ts';
export {
  addBinding,
  addStatementBeforeReturn,
  addToObjectGiven,
  isListed,
  wrapCall,
  wrapElement,
  wrappersOf,
} from './kit/typescript-objects.ts';
export type { ServicePlace, Workspace } from './kit/workspace.ts';
export { fieldsIn, messageIn, rpcsIn, type ProtoField, type ProtoRpc } from './contracts.ts';
export { addMessage, addProtoImport, addRpc } from './kit/proto.ts';
export { addMethodGiven, addResultMethod } from './kit/typescript-calls.ts';
export { isPastTense, pastOf, pluralOf, severalOf, singularOf, useCaseOf, verbOf } from './names/english.ts';
export { nearestOf } from './names/nearest.ts';
export { quoted } from './names/quoted.ts';
export {
  isWordOfTypeScript,
  mistakeInEvent,
  mistakeInName,
  mistakeInScope,
  plainName,
  suggestedName,
} from './names/valid.ts';
export { camelOf, constantOf, kebabOf, pascalOf, snakeOf, spellingOf, wordsOf, type Spelling } from './names/words.ts';
