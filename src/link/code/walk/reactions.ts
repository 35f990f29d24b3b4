import { classFactOf, classNameOf } from '../evaluate/classes.ts';
import { functionsOf, itemsOf, lastStep, librariesOf, optionsOf } from '../things.ts';
import type { ClassThing, FunctionThing, LibraryThing, Program, Thing } from '../types.ts';

/** `@Saga()` of Nest: a stream of events becomes a stream of commands. */
const isSaga = (decorators: readonly { readonly name: { readonly kind: string; readonly name?: string } }[]): boolean =>
  decorators.some(({ name }) => name.kind === 'name' && name.name === 'Saga');

const EVENTS: LibraryThing = { kind: 'library', package: '@nestjs/cqrs', path: 'EventBus()' };
const CHANGES = /^(?:map|mergeMap|switchMap|concatMap|exhaustMap|flatMap)\(\)$/;

/** Notes what reacts to events by giving commands: `events$.pipe(ofType(Placed), map((event) => new Ship(event.id)))`. */
export const noteReactions = (program: Program, classes: readonly ClassThing[]): void => {
  for (const thing of classes)
    for (const saga of sagasOf(thing, program))
      for (const stream of librariesOf(program.call(saga, [EVENTS], thing.scope))) noteStream(program, stream);
};

function sagasOf(thing: ClassThing, program: Program): readonly Thing[] {
  const fact = classFactOf(thing);
  const { functions } = thing.scope.module.fact;
  const names = [
    ...(fact?.fields ?? []).flatMap(({ decorators, name }) => (isSaga(decorators) ? [name] : [])),
    ...(fact?.methods ?? []).flatMap((id) =>
      isSaga(functions[id]?.decorators ?? []) ? (functions[id]?.name ?? []) : [],
    ),
  ];
  return names.map((name) => program.member(program.instance(thing, undefined), name, thing.scope));
}

function noteStream(program: Program, stream: LibraryThing): void {
  if (lastStep(stream.path) !== 'pipe()') return;
  const steps = (stream.args ?? []).flatMap((arg) => librariesOf(arg));
  const events = steps
    .filter(({ path }) => lastStep(path) === 'ofType()')
    .flatMap(({ args }) => (args ?? []).flatMap((arg) => optionsOf(arg)))
    .flatMap((option) => (option.kind === 'class' ? [classNameOf(option)] : []));
  const changes = steps
    .filter(({ path }) => CHANGES.test(lastStep(path)))
    .flatMap(({ args }) => functionsOf(args?.[0]));
  for (const event of events) program.dispatch.set(event, [...(program.dispatch.get(event) ?? []), ...changes]);
}

/** The commands that a reaction gives to an event, alone or in a list. */
export const commandsOf = (reaction: FunctionThing, event: Thing): readonly Thing[] => {
  const made = reaction.scope.program.call(reaction, [event], reaction.scope);
  return [...optionsOf(made), ...itemsOf(made)].filter(({ kind }) => kind === 'instance');
};
