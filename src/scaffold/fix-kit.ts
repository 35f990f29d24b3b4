/** All that a fix in `rules/<id>/fix.ts` may import besides the model. */
export type { FixCase } from './fix/case.ts';
export { CannotFix, type Fix, type FixInput, type Repair } from './fix/types.ts';
export { argumentAdded, nameImported, propertyAdded } from './fix/code-edits.ts';
export { callAt, linesBeside, standsAlone, statementOf, variableNamed } from './fix/code-places.ts';
export { sourceOfImport } from './fix/imports.ts';
export { changeOf, indentAt, nameOf, nodesAround, offsetOf, sourceOf, type Source } from './fix/source.ts';
export { baseOf, dockerfileOf, type Dockerfile, type Instruction, type Stage } from './fix/dockerfile.ts';
export { yamlAdded, yamlMapAt, yamlValue, type YamlPlace } from './fix/yaml.ts';
export type { Change } from './kit/change.ts';
export { joinedEdits, type TextEdit } from './kit/text-edit.ts';
