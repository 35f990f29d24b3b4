import { isDay } from '../../model/day.ts';
import type { SuppressConfig } from '../../model/fact/config.ts';
import { given } from '../reader.ts';
import type { Entry, Tree } from '../tree/tree.ts';
import type { Mistakes } from './mistakes.ts';

const places = ['at', 'services', 'fingerprint'] as const;

/** One of `suppress`: which findings, why, and until when. Undefined where it says too little to be obeyed. */
export function suppressionOf(item: Tree, mistakes: Mistakes): SuppressConfig | undefined {
  const fields = mistakes.fields(item, 'each of suppress', ['rule', ...places, 'reason', 'until']);
  if (item.kind !== 'map') return undefined;
  for (const key of ['rule', 'reason']) {
    if (!fields.has(key)) mistakes.add(item.at, `suppress needs "${key}"`);
  }
  if (!places.some((key) => fields.has(key)))
    mistakes.add(item.at, 'suppress needs "at", "services" or "fingerprint"; to turn a rule off, say so under rules');
  const rule = mistakes.text(fields.get('rule'), 'suppress.rule');
  const reason = reasonOf(fields.get('reason'), mistakes);
  if (rule === undefined || reason === undefined) return undefined;
  const services = fields.has('services') ? mistakes.texts(fields.get('services'), 'suppress.services') : undefined;
  return {
    rule,
    ...given('files', mistakes.text(fields.get('at'), 'suppress.at')),
    ...given('services', services),
    ...given('fingerprint', fingerprintOf(fields.get('fingerprint'), mistakes)),
    reason,
    ...given('until', dayOf(fields.get('until'), mistakes)),
    at: fields.get('rule')?.at ?? item.at,
  };
}

function reasonOf(entry: Entry | undefined, mistakes: Mistakes): string | undefined {
  const text = mistakes.text(entry, 'suppress.reason')?.trim();
  if (entry && text === '') mistakes.add(entry.value.at, 'suppress.reason must say something');
  return text === '' ? undefined : text;
}

function fingerprintOf(entry: Entry | undefined, mistakes: Mistakes): string | undefined {
  const text = mistakes.text(entry, 'suppress.fingerprint');
  if (entry && text !== undefined && !/^[0-9a-f]{6,12}$/.test(text))
    mistakes.add(
      entry.value.at,
      `suppress.fingerprint must be six to twelve of the digits that lint shows, not "${text}"`,
    );
  return text;
}

function dayOf(entry: Entry | undefined, mistakes: Mistakes): string | undefined {
  const text = mistakes.text(entry, 'suppress.until');
  if (entry && text !== undefined && !isDay(text))
    mistakes.add(entry.value.at, `suppress.until must be a day like 2027-03-01, not "${text}"`);
  return text;
}
