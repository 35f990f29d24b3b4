import type { Drawing } from './types-drawing.ts';
import type { SequenceStep, View } from './types.ts';
import { layoutOf } from './layout/layout.ts';
import { sequenceDrawing } from './sequence/layout.ts';
import { sketchOf } from './sketch.ts';

/** A place for everything: down in time where the view is a sequence, else in layers. */
export async function drawingOf(view: View, idOf?: (step: SequenceStep, index: number) => string): Promise<Drawing> {
  return view.sequence ? sequenceDrawing(view, idOf) : layoutOf(sketchOf(view));
}
