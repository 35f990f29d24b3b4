import type { SequenceStep } from '../graph/types.ts';
import type { App } from './app.ts';
import { h } from './dom.ts';
import type { MapPart } from './map.ts';
import { heading, list, nodeButton, places, section } from './panel-parts.ts';
import { stepsIn, type Step } from './sequence.ts';

export const stepVerbs: Readonly<Record<SequenceStep['kind'], string>> = {
  call: 'waits for',
  answer: 'answers',
  tell: 'tells',
  keep: 'uses',
  note: 'note',
};

const nameIn = (app: App, id: string): string => app.view().nodes.find((node) => node.id === id)?.name ?? id;

/** All steps in their order, each a button. */
export function allSteps(app: App, map: MapPart): readonly HTMLElement[] {
  const steps = stepsIn(app.view()).filter(({ step }) => step.kind !== 'answer');
  return section(
    'Steps',
    steps.length,
    list(
      steps.map((one) => stepButton(app, map, one)),
      60,
    ),
  );
}

function stepButton(app: App, map: MapPart, { id, step, number }: Step): HTMLElement {
  const { from, to, kind, text, waiting } = step;
  const go = (): void => {
    app.go({ selected: id, finding: undefined, from: undefined, to: undefined });
    map.show(id);
  };
  return h(
    'button',
    { type: 'button', class: 'step', onclick: go },
    h('span', { class: 'count' }, String(number ?? '')),
    h(
      'span',
      {},
      h('bdi', {}, nameIn(app, from)),
      ` ${stepVerbs[kind]} `,
      h('bdi', {}, nameIn(app, to)),
      h('span', { class: 'soft' }, [text, ...waiting].join(' · ')),
    ),
  );
}

/** One step: who asks whom for what, how long and how often, and where that stands. */
export function aboutStep(app: App, map: MapPart, { step, number }: Step): readonly HTMLElement[] {
  const { kind, from, to, text, waiting, evidence } = step;
  return [
    heading(kind === 'answer' ? 'answer' : `step ${number ?? ''}, ${stepVerbs[kind]}`, text),
    h('div', { class: 'ends' }, nodeButton(app, map, from), h('span', {}, '→'), nodeButton(app, map, to)),
    ...section(
      kind === 'call' ? 'How it waits' : 'How',
      waiting.length,
      list(waiting.map((word) => h('span', {}, word))),
    ),
    ...section('Found at', evidence.length, places(app, evidence)),
  ];
}
