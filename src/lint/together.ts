import { isNonEmpty } from '../model/evidence.ts';
import type { Saying } from '../model/rule.ts';
import { groupBy, listOf, unique } from './kit/lists.ts';

/**
 * A library that several services load may hold one fault for all of them: what is said of the same place in the same
 * words, but for whose it is, is said once.
 */
export function together(sayings: readonly Saying[]): readonly Saying[] {
  return groupBy(sayings, keyOf).flatMap((alike): readonly Saying[] => {
    const [first, ...others] = alike;
    const services = alike.map(({ services: [own] }) => own);
    const isOneEach = first !== undefined && !services.includes(undefined) && new Set(services).size === alike.length;
    return isOneEach && others.length > 0 ? [unitedOf(first, others)] : alike;
  });
}

function unitedOf(first: Saying, others: readonly Saying[]): Saying {
  const [own = ''] = first.services;
  const subject = first.subject.filter((part) => part !== own);
  const more = others.flatMap(({ services: [name] }) => name ?? []);
  return {
    ...first,
    message: `${first.message} (the same in ${shortened(more)})`,
    services: unique([first, ...others].flatMap(({ services }) => services)),
    // Who else loads the library is not what the finding is known by.
    ...(isNonEmpty(subject) ? { subject } : {}),
  };
}

const MOST_NAMES = 2;

const shortened = (names: readonly string[]): string =>
  names.length > MOST_NAMES + 1
    ? `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`
    : listOf(names);

/** The place, the grade, and the words without the name of the service that they are about. */
function keyOf({ at, grade, message, services: [own] }: Saying): string {
  const words = own === undefined ? message : message.split(own).join('\0');
  return [at.file, at.line, at.column, grade, words].join('\n');
}
