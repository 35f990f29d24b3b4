import type { Scenario } from '../kit/scenario.ts';
import kills from './kills.ts';

export const scenarios: readonly Scenario[] = [kills];
