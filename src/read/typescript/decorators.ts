import type { Decorator } from 'oxc-parser';
import type { DecoratorFact } from '../../model/fact/module.ts';
import type { Reading } from './reading.ts';

const decorator = (reading: Reading, node: Decorator): DecoratorFact => {
  const at = reading.at(node.start);
  const value = reading.visit.value(reading, node.expression);
  const call = value.kind === 'call' ? reading.calls[value.site] : undefined;
  if (value.kind !== 'call' || !call) return { name: value, args: [], at };
  return { name: call.callee, args: call.args, site: value.site, at };
};

export const decoratorsOf = (reading: Reading, list: readonly Decorator[]): readonly DecoratorFact[] =>
  list.map((item) => decorator(reading, item));
