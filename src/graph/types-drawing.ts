import type { Change, LineKind, NodeKind } from './types.ts';

/** A view reduced to what a picture shows: words in shapes, lines between them, regions around them. */
export type Sketch = {
  readonly title: string;
  readonly nodes: readonly SketchNode[];
  readonly lines: readonly SketchLine[];
  readonly regions: readonly SketchRegion[];
};
export type SketchNode = {
  readonly id: string;
  readonly kind: NodeKind;
  /** All of it, where `text` is cut short. */
  readonly title: string;
  /** First the name, then what else is written into the node. */
  readonly text: readonly [string, ...string[]];
  readonly region?: string;
  /** How many findings of error and warning name it. */
  readonly errors: number;
  readonly warnings: number;
  readonly isMissing?: true;
  readonly change?: Change;
};
export type SketchLine = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: LineKind;
  readonly label: string;
  /** Said below the label. */
  readonly more?: string;
  /** It brings back what was asked for. */
  readonly isAnswer?: true;
  /** How many operations it stands for, 1 or more. */
  readonly weight: number;
  readonly change?: Change;
  /** What traces say of it: seen, seen and not known, known and never seen. */
  readonly seen?: 'seen' | 'unknown' | 'unseen';
};
export type SketchRegion = { readonly id: string; readonly name: string; readonly parent?: string };

/** A sketch with a place for everything, in pixels from the upper left corner. */
export type Drawing = {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly nodes: readonly DrawnNode[];
  readonly lines: readonly DrawnLine[];
  /** Outer ones before those inside them. */
  readonly regions: readonly DrawnRegion[];
  readonly sequence?: DrawnSequence;
};
/** What stands behind the messages of a sequence. */
export type DrawnSequence = {
  readonly lifelines: readonly { readonly x: number; readonly top: number; readonly bottom: number }[];
  /** While somebody works on what was asked. */
  readonly bars: readonly Box[];
  /** Around what happens in a loop, side by side, or sometimes. */
  readonly frames: readonly (Box & {
    readonly name: string;
    /** Beside the first line of life in it. */ readonly nameX: number;
  })[];
  /** Who takes part, once more at the end of a long one. */
  readonly feet: readonly DrawnNode[];
};
export type DrawnNode = SketchNode & Box;
export type DrawnLine = SketchLine & {
  readonly points: readonly Point[];
  readonly labelBox?: Box;
  /** `points` are the four of a Bézier curve, laid across whatever lies there. */
  readonly isFree?: true;
};
export type DrawnRegion = SketchRegion & Box;
export type Point = { readonly x: number; readonly y: number };
/** `x` and `y` are the upper left corner. */
export type Box = Point & { readonly width: number; readonly height: number };
