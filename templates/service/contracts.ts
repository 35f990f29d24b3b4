import { kebabOf, nearestOf, snakeOf, type Known } from '../../src/scaffold/kit.ts';

/** Events of the contracts that are not a context's own. */
export const othersEvents = ({ workspace, answers }: Known): readonly string[] => {
  const own = `${snakeOf(String(answers['context'] ?? answers['name'] ?? ''))}.`;
  return workspace.events.filter((event) => !event.startsWith(own));
};

/** What is wrong with the events that a context shall listen to: a consumer imports their generated types. */
export function eventMistakes(
  events: readonly string[],
  { workspace, answers }: Known,
  own: string,
): readonly string[] {
  return events.flatMap((event): readonly string[] => {
    const [, context, version] = /^([a-z][a-z0-9_]*)\.(v\d+\w*)\.[A-Z]\w*$/.exec(event) ?? [];
    if (context === undefined)
      return [`"${event}" is no event; they are named like ${workspace.events[0] ?? 'payments.v1.PaymentCaptured'}`];
    if (kebabOf(context) === own) return [`"${event}" is its own event; a context does not listen to itself`];
    if (workspace.events.includes(event)) return [];
    const near = nearestOf(event, workspace.events);
    if (near !== undefined) return [`"${event}" is in no contract; did you mean "${near}"?`];
    if (workspace.events.some((each) => each.startsWith(`${context}.${version}.`))) {
      return [`"${event}" is not in contracts/${context}/${version}/events.proto; add it there first`];
    }
    if (answers['to'] !== undefined)
      return [
        `"${event}" is in no contract yet, and its type comes from one: make it first, as with \`msvc new service ${kebabOf(context)}\``,
      ];
    const service = String(answers['name'] ?? own);
    return [
      `"${event}" is in no contract yet, and a consumer imports its type. Make ${service} without it, then ` +
        `\`msvc new service ${kebabOf(context)}\`, then \`msvc add consumer ${event} --to ${service}\``,
    ];
  });
}

/** What is wrong with the contexts that a context shall call. */
export function callMistakes(contexts: readonly string[], { workspace }: Known, own: string): readonly string[] {
  return contexts.flatMap((context): readonly string[] => {
    if (context === own) return ['a context does not call itself'];
    if (workspace.contexts.includes(context)) return [];
    const near = nearestOf(context, workspace.contexts);
    const known = workspace.contexts.join(', ') || 'none yet';
    return [`"${context}" has no contract; ${near === undefined ? `known: ${known}` : `did you mean "${near}"?`}`];
  });
}
