import type { BindingPattern } from 'oxc-parser';
import type { At } from '../../model/fact/module.ts';
import type { Value } from '../../model/fact/value.ts';
import { keyOf, memberOf } from './expressions.ts';
import { isAsked, playing } from './endpoints.ts';
import type { Reading } from './reading.ts';
import { declare, UNKNOWN } from './reading.ts';
import { annotationOf } from './types.ts';

const withDefault = (
  reading: Reading,
  value: Value,
  node: Extract<BindingPattern, { type: 'AssignmentPattern' }>,
): Value => ({
  kind: 'either',
  options: [
    value,
    playing(reading, isAsked(value) ? 'default' : undefined, () => reading.visit.value(reading, node.right)),
  ],
});

/** Declares every name that a pattern binds when it takes `value` apart. */
export const bindPattern = (reading: Reading, node: BindingPattern, value: Value): void => {
  const at: At = reading.at(node.start);
  switch (node.type) {
    case 'Identifier': {
      const type = annotationOf(node.typeAnnotation);
      declare(reading, { name: node.name, value, ...(type ? { type } : {}), at });
      return;
    }
    case 'AssignmentPattern':
      bindPattern(reading, node.left, withDefault(reading, value, node));
      return;
    case 'ObjectPattern':
      for (const property of node.properties) {
        if (property.type === 'RestElement') bindPattern(reading, property.argument, value);
        else {
          const key = property.computed ? undefined : keyOf(property.key);
          bindPattern(reading, property.value, key === undefined ? UNKNOWN : memberOf(value, key));
        }
      }
      return;
    case 'ArrayPattern':
      for (const [index, element] of node.elements.entries()) {
        if (element?.type === 'RestElement') bindPattern(reading, element.argument, UNKNOWN);
        else if (element)
          bindPattern(reading, element, { kind: 'element', of: value, index: { kind: 'number', number: index } });
      }
      return;
    default:
  }
};
