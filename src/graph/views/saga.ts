import { mask } from '../../model/mask.ts';
import type { Model } from '../../model/model.ts';
import type { Saga, SagaStep } from '../../model/saga.ts';
import type { View, ViewGroup, ViewNode } from '../types.ts';
import { linesOf, nodeOf, placesOf, sortedBy, titleOf, type Strand } from './parts.ts';

/** Every saga step by step, with what undoes each step, and where nothing does. */
export function sagaView(model: Model): View {
  const sagas = sortedBy(model.sagas, ({ service, evidence: [at] }) =>
    [service, at.file, String(at.line).padStart(6, '0')].join('\n'),
  ).map((saga, index, all) => {
    const before = all.slice(0, index).filter(({ service }) => service === saga.service).length;
    return { saga, id: `saga:${saga.service}${before > 0 ? ` ${before + 1}` : ''}` };
  });
  return {
    id: 'saga',
    name: model.name,
    title: titleOf('saga', model),
    nodes: sagas.flatMap(nodesOf),
    groups: sagas.map(({ saga, id }): ViewGroup => ({
      id,
      kind: 'service',
      name: mask(`${id.slice(5)}: ${saga.steps[0].name} …`),
    })),
    lines: linesOf(sagas.flatMap(strandsOf), (_, kind) => (kind === 'undo' ? 'undone by' : '')),
    findings: [],
    unresolved: [],
    notes: sagas.flatMap(({ saga }) =>
      missing(saga).map(({ name }) => `Nothing undoes "${mask(name)}" of ${saga.service} when a later step fails.`),
    ),
  };
}

type Named = { readonly saga: Saga; readonly id: string };

const stepId = (id: string, index: number): string => `step:${id.slice(5)}/${index + 1}`;
const undoId = (id: string, index: number): string => `undo:${id.slice(5)}/${index + 1}`;

/** Steps that change something, cannot be undone, and stand before one that can. */
function missing({ steps }: Saga): readonly SagaStep[] {
  const last = steps.findLastIndex(({ isCompensated }) => isCompensated);
  return steps.slice(0, Math.max(0, last)).filter(({ isCompensated, changes }) => changes && !isCompensated);
}

function nodesOf({ saga, id }: Named): readonly ViewNode[] {
  const left = new Set(missing(saga));
  return saga.steps.flatMap((step, index): readonly ViewNode[] => {
    const about = { group: id, evidence: placesOf(step.evidence), path: step.evidence[0].file };
    const own = nodeOf({
      id: stepId(id, index),
      kind: 'step',
      name: step.name,
      more: [`step ${index + 1}`, ...(step.changes ? [] : ['changes nothing that was seen'])],
      ...about,
    });
    if (step.isCompensated)
      return [own, nodeOf({ id: undoId(id, index), kind: 'compensation', name: `undo ${step.name}`, ...about })];
    if (!left.has(step)) return [own];
    const none = { name: 'nothing undoes it', more: [step.name], isMissing: true as const };
    return [own, nodeOf({ id: undoId(id, index), kind: 'compensation', ...none, ...about })];
  });
}

function strandsOf({ saga, id }: Named): readonly Strand[] {
  const left = new Set(missing(saga));
  return saga.steps.flatMap((step, index): readonly Strand[] => [
    ...(index > 0 ? [{ from: stepId(id, index - 1), to: stepId(id, index), kind: 'next' as const }] : []),
    ...(step.isCompensated || left.has(step)
      ? [{ from: stepId(id, index), to: undoId(id, index), kind: 'undo' as const }]
      : []),
  ]);
}
