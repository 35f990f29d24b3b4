import { mistakeInEvent, mistakeInName, pascalOf, snakeOf, type Known } from '../../src/scaffold/kit.ts';
import { mistakeInAggregate } from '../service/aggregate.ts';
import { bornView, wasBorn } from '../service/born.ts';
import { aggregateIn, commandOf } from './names.ts';

/** What is wrong with the name of an event-sourced aggregate. */
export function nameMistakes(name: string): readonly string[] {
  const mistake = mistakeInName(name.charAt(0).toLowerCase() + name.slice(1));
  return mistake === undefined || /^[A-Z][A-Za-z0-9]*$/.test(name) ? mistakeInAggregate(pascalOf(name)) : [mistake];
}

/** What is wrong with what can happen to it. */
export function historyMistakes(events: readonly string[], known: Known): readonly string[] {
  const wrong = events.flatMap((event) => {
    const mistake = mistakeInEvent(event);
    return mistake === undefined ? [] : [`"${event}": ${mistake}`];
  });
  if (wrong.length > 0) return wrong;
  if (events.length < 2) return ['name at least two: how it begins, and what may happen to it then'];
  const twice = events.find((event, index) => events.indexOf(event) !== index);
  if (twice !== undefined) return [`"${twice}" stands there twice`];
  if (events.includes(aggregateIn(known)))
    return ['an event is called after what happened, not after what it happened to'];
  return commandMistakes(events);
}

/** Each event has a command, and each command a name of its own. */
function commandMistakes(events: readonly string[]): readonly string[] {
  return events.flatMap((event, index) => {
    const command = commandOf(event).pascal;
    const other = events.slice(0, index).find((each) => commandOf(each).pascal === command);
    return other === undefined ? [] : [`"${event}" and "${other}" would both be asked for with ${command}`];
  });
}

/** What is wrong with such an aggregate in this service. */
export function placeMistakes(name: string, { workspace, answers }: Known): readonly string[] {
  const service = workspace.services.find((each) => each.name === name);
  if (!wasBorn(service)) return [];
  const aggregate = aggregateIn({ answers });
  const born = bornView(service, workspace).aggregate.pascal;
  if (born === aggregate)
    return [
      `${name} keeps ${aggregate} in rows already; take another name, or a service whose own aggregate is another`,
    ];
  const { contexts, applied = [] } = service;
  const context = snakeOf(contexts[0] ?? name);
  if (snakeOf(aggregate) === context)
    return [`${context}.proto is the contract of ${name} itself; take another name, as in ${aggregate}Item`];
  const before = applied.find((each) => each.capability === 'aggregate' && aggregateIn(each) === aggregate);
  const own = new Set(eventsIn(before?.answers ?? {}));
  return eventsIn(answers)
    .filter((event) => !own.has(event) && workspace.events.includes(`${context}.v1.${event}`))
    .map((event) => `"${event}" is an event of ${name} already; what happens to one thing is called otherwise`);
}

const eventsIn = ({ events }: Known['answers']): readonly string[] => (Array.isArray(events) ? events.map(String) : []);
