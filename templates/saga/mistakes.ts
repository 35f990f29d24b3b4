import { kebabOf, pluralOf, singularOf, type Known } from '../../src/scaffold/kit.ts';
import { stepOf } from './steps.ts';

type Applied = {
  readonly service: string;
  readonly name: string;
  readonly style: string;
  readonly steps: readonly string[];
};

/** The sagas that the workspace has. */
const sagasIn = ({ workspace }: Known): readonly Applied[] =>
  workspace.services.flatMap(({ name, applied = [] }) =>
    applied
      .filter(({ capability }) => capability === 'saga')
      .map(({ answers }) => ({
        service: name,
        name: String(answers['name']),
        style: String(answers['style']),
        steps: stepsIn(answers),
      })),
  );

const stepsIn = (answers: Known['answers']): readonly string[] =>
  Array.isArray(answers['steps']) ? answers['steps'].map(String) : [];

/** Messages and files of the saga would be called like those of a context. */
export function sagaNameMistakes(name: string, { workspace }: Known): readonly string[] {
  const taken = workspace.contexts.find((context) =>
    [context, singularOf(context), pluralOf(context)].includes(kebabOf(name)),
  );
  return taken === undefined
    ? []
    : [`"${name}" is what "${taken}" is about; a saga is named after what happens, as in checkout`];
}

/** What is wrong with these steps beside the sagas that are there. */
export function takenSteps(steps: readonly string[], known: Known): readonly string[] {
  const { name, style } = namesIn(known);
  const same = sagasIn(known).find((one) => one.name === name);
  if (same && (same.style !== style || same.steps.join() !== steps.join())) return [alreadyThere(same)];
  const others = sagasIn(known).filter((one) => one.name !== name);
  return steps.flatMap((text) => {
    const other = others.find((one) => one.steps.includes(text) && (one.style !== style || style === 'choreography'));
    return other ? [sharedStep(text, other, name)] : [];
  });
}

/** What is wrong with a saga in this service, once name, style and steps are known. */
export function placeMistakes(service: string, known: Known): readonly string[] {
  const { name, steps } = namesIn(known);
  const own = known.workspace.services.find((each) => each.name === service)?.contexts ?? [];
  const inside = steps.map(stepOf).find(({ participant }) => own.includes(participant));
  if (inside)
    return [
      `"${inside.name}" is a step of ${service} itself; what it does there belongs to the use case or to the end of the saga`,
    ];
  const same = sagasIn(known).find((one) => one.name === name);
  if (same && same.service !== service) return [alreadyThere(same)];
  // A context hears each message once, so two of its sagas cannot ask for the same step.
  const others = sagasIn(known).filter((one) => one.name !== name && one.service === service);
  return steps.flatMap((text) => {
    const other = others.find((one) => one.steps.includes(text));
    return other ? [sharedStep(text, other, name)] : [];
  });
}

const namesIn = ({ answers }: Known) => ({
  name: String(answers['name']),
  style: String(answers['style'] ?? 'orchestration'),
  steps: stepsIn(answers),
});

const alreadyThere = ({ name, service, style, steps }: Applied): string =>
  `there is already a saga "${name}" in ${service}, as ${style} of ${steps.join(', ')}; take another name, or edit it`;

function sharedStep(text: string, other: Applied, name: string): string {
  const { name: step, participant } = stepOf(text);
  return `"${text}" is a step of the saga "${other.name}"; call this one otherwise, as in ${step}-${name}:${participant}`;
}
