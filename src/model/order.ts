import type { Severity } from './rule.ts';

/** How much a finding weighs: the smaller, the severer. */
export const rankOf = (severity: Severity): number => ranks[severity];
const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Orders texts by code units: the same on every machine, whatever its language. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
