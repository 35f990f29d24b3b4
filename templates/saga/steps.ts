import { kebabOf, mistakeInName, pascalOf, pastOf, wordsOf, type Known } from '../../src/scaffold/kit.ts';

/** `reserve:inventory`, or `reserve/release:inventory` where it shall be undone by another name. */
export type StepAnswer = { readonly name: string; readonly undo: string; readonly participant: string };

/** What undoes what, where one word tells. */
const opposites: ReadonlyMap<string, string> = new Map(
  (
    'reserve:release hold:release claim:release allocate:release block:release lock:unlock charge:refund pay:refund ' +
    'capture:refund collect:refund authorize:void debit:credit credit:debit withdraw:deposit deposit:withdraw ' +
    'book:cancel order:cancel schedule:cancel request:cancel plan:cancel create:delete add:remove open:close ' +
    'start:stop ship:recall send:recall dispatch:recall issue:revoke grant:revoke approve:revoke enable:disable ' +
    'activate:deactivate assign:unassign register:unregister increase:decrease admit:discharge rent:return'
  )
    .split(' ')
    .map((pair): [string, string] => [pair.split(':')[0] ?? '', pair.split(':')[1] ?? '']),
);

/** `reserve` → `release`, `reserve-stock` → `release-stock`, `prepare` → `undo-prepare`. */
function undoOf(step: string): string {
  const [verb = '', ...rest] = wordsOf(step);
  const opposite = opposites.get(verb);
  return opposite === undefined ? `undo-${step}` : [opposite, ...rest].join('-');
}

export function stepOf(text: string): StepAnswer {
  const [, name = '', undo, participant = ''] = /^([^/:]*)(?:\/([^:]*))?:(.*)$/.exec(text) ?? [];
  return { name, undo: undo ?? undoOf(name), participant };
}

/** What a step and what undoes it are called as commands: one word is about the participant's aggregate. */
export const commandOf = (action: string, aggregate: string): string =>
  wordsOf(action).filter((word) => word !== 'undo').length > 1 ? pascalOf(action) : pascalOf(`${action}-${aggregate}`);

/** `ReserveInventory` → `InventoryReserved`; `UndoPrepareMeal` → `PrepareMealUndone`. */
export function eventOf(command: string): string {
  const [verb = '', ...rest] = wordsOf(command);
  return pascalOf([...rest, pastOf(verb)].join('-'));
}

const shape = 'a step is an action and who takes it, as in reserve:inventory or reserve/release:inventory';

/** What is wrong with the steps of a saga. */
export function stepMistakes(steps: readonly string[], known: Known): readonly string[] {
  if (steps.length === 0) return [`name at least one step: ${shape}`];
  const mistakes = steps.flatMap((text): readonly string[] => {
    const { name, undo, participant } = stepOf(text);
    if (!/^[^/:]+(\/[^/:]+)?:[^/:]+$/.test(text)) return [`"${text}": ${shape}`];
    const wrong = [name, undo].flatMap((each) => {
      const mistake =
        kebabOf(each) === each && /^[a-z]/.test(each)
          ? undefined
          : (mistakeInName(each) ?? 'small letters and hyphens only');
      return mistake === undefined ? [] : [`"${text}": "${each}" cannot name a step: ${mistake}`];
    });
    if (name === undo) return [`"${text}": what undoes a step needs a name of its own`];
    return [...wrong, ...participantMistakes(text, participant, known)];
  });
  return mistakes.length > 0 ? mistakes : [...clashes(steps), ...neighbours(steps, known)];
}

function participantMistakes(text: string, participant: string, { workspace }: Known): readonly string[] {
  const service = workspace.services.find(({ contexts }) => contexts.includes(participant));
  if (!service) {
    const names = workspace.services.flatMap(({ contexts }) => contexts);
    return [
      `"${text}": there is no context "${participant}" (${names.length === 0 ? 'none yet' : names.join(', ')}); ` +
        `\`msvc new service ${participant}\` makes it`,
    ];
  }
  if (service.applied?.some(({ capability }) => capability === 'service')) return [];
  return [`"${text}": the service "${service.name}" was not made by msvc, so nothing can be added to it`];
}

/** Two steps of one name, or two that undo or do the same at the same participant. */
function clashes(steps: readonly string[]): readonly string[] {
  const all = steps.map(stepOf);
  const twice = all.filter(({ name }, index) => all.findIndex((each) => each.name === name) < index);
  const named = twice.map(
    ({ name }) => `two steps are called "${name}"; call one of them otherwise, as in ${name}-again:…`,
  );
  const actions = all.flatMap(({ name, undo, participant }) => [`${name}:${participant}`, `${undo}:${participant}`]);
  const doubled = actions.filter((action, index) => actions.indexOf(action) < index);
  return named.length > 0
    ? named
    : [...new Set(doubled)].map(
        (action) => `"${action}" would be asked for by two steps; name what undoes one of them, as in reserve/free:…`,
      );
}

/** In a choreography each hears the one before; nobody listens to itself. */
function neighbours(steps: readonly string[], { answers }: Known): readonly string[] {
  if (answers['style'] !== 'choreography') return [];
  const all = steps.map(stepOf);
  return all.flatMap(({ name, participant }, index) =>
    all[index - 1]?.participant === participant
      ? [`"${all[index - 1]?.name}" and "${name}" follow each other in ${participant}; make them one step`]
      : [],
  );
}
