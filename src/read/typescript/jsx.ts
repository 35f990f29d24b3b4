import type { JSXAttributeItem, JSXChild, JSXElement, JSXElementName, JSXFragment } from 'oxc-parser';
import type { Value } from '../../model/fact/value.ts';
import type { Reading } from './reading.ts';
import { deeper, UNKNOWN } from './reading.ts';

const nameOf = (node: JSXElementName): string | undefined => (node.type === 'JSXIdentifier' ? node.name : undefined);

const attribute = (reading: Reading, node: JSXAttributeItem): void => {
  if (node.type === 'JSXSpreadAttribute') {
    reading.visit.value(reading, node.argument);
    return;
  }
  const { value } = node;
  if (value?.type === 'JSXExpressionContainer' && value.expression.type !== 'JSXEmptyExpression') {
    reading.visit.value(reading, value.expression);
  } else if (value?.type === 'JSXElement' || value?.type === 'JSXFragment') jsxValue(reading, value);
};

const child = (reading: Reading, node: JSXChild): void => {
  if (node.type === 'JSXElement' || node.type === 'JSXFragment') jsxValue(reading, node);
  else if (node.type === 'JSXExpressionContainer' && node.expression.type !== 'JSXEmptyExpression') {
    reading.visit.value(reading, node.expression);
  } else if (node.type === 'JSXSpreadChild') reading.visit.value(reading, node.expression);
};

/** An element is read for the handlers and calls inside it; itself it is nothing that linking knows. */
export const jsxValue = (reading: Reading, node: JSXElement | JSXFragment): Value =>
  deeper(reading, node.start, UNKNOWN, () => {
    if (node.type === 'JSXElement') {
      nameOf(node.openingElement.name);
      for (const item of node.openingElement.attributes) attribute(reading, item);
    }
    for (const item of node.children) child(reading, item);
    return UNKNOWN;
  });
