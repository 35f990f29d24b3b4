import { parseAllDocuments } from 'yaml';
import type { ServicePlace } from './kit/workspace.ts';
import { isObject } from './merge/same.ts';

type Place = Pick<ServicePlace, 'name' | 'path'>;

/** The files that switch the relay of a service off: its ConfigMap, and its part of compose.yaml. */
export function relayOffIn(read: (path: string) => string | undefined, { name, path }: Place): readonly string[] {
  const config = `${path}/k8s/config.yaml`;
  return [
    ...(documentsIn(read(config)).some((one) => isOff(at(one, 'data'))) ? [config] : []),
    ...(documentsIn(read('compose.yaml')).some((one) => isOff(at(at(at(one, 'services'), name), 'environment')))
      ? ['compose.yaml']
      : []),
  ];
}

const at = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined);

const isOff = (variables: unknown): boolean =>
  Array.isArray(variables) ? variables.includes('OUTBOX_RELAY=off') : at(variables, 'OUTBOX_RELAY') === 'off';

function documentsIn(text: string | undefined): readonly unknown[] {
  if (text === undefined || !text.includes('OUTBOX_RELAY')) return [];
  return parseAllDocuments(text).flatMap((one) => (one.errors.length > 0 ? [] : [one.toJS()]));
}
