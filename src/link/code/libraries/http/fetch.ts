import type { Library } from '../../types.ts';
import { deedOf } from './clients.ts';

const SENDING = new Set(['fetch', '$fetch', 'useFetch', '$.ajax', '$.get', '$.post', '$.getJSON']);

/** `fetch` as Node and browsers have it, and wrappers that take its place. */
export const globalFetch: Library = {
  packages: ['global'],
  recognise: (call) => {
    if (SENDING.has(call.callee.path)) return { deeds: [deedOf(call)] };
    return /^set(?:Timeout|Interval|Immediate)$/.test(call.callee.path) ? { detaches: true } : undefined;
  },
};
