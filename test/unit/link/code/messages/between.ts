import type { Model } from '../../../../../src/model/model.ts';
import { edgesIn, modelOf, services } from '../workspace.ts';

const two = services({ orders: {}, billing: {} });

/** Two services, each with one main file, and what they share. */
export const both = (orders: string, billing: string, more: Readonly<Record<string, string>> = {}): Model =>
  modelOf(two, { 'orders/src/main.ts': orders, 'billing/src/main.ts': billing, ...more });

/** The edges between `orders`, which speaks, and `billing`, which listens. */
export const between = (orders: string, billing: string, more: Readonly<Record<string, string>> = {}) =>
  edgesIn(both(orders, billing, more));
