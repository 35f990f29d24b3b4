import { lastStep, madeBy, objectsOf, plainTextsOf } from '../things.ts';
import type { Library, LibraryCall, LibraryThing, Recognised, Thing } from '../types.ts';
import { callbacks, listen, namesIn, openHandler, publish } from './kit.ts';

/** One client hears everything it subscribes to in one place. */
const clientOf = ({ callee }: LibraryCall): LibraryThing =>
  madeBy(callee, /(?:connect|connectAsync|MqttClient)\(\)$/) ?? callee.parent ?? callee;

const hear = (call: LibraryCall, names: readonly string[], run: readonly Thing[]): Recognised => {
  const { open, isNew } = openHandler(call, clientOf(call));
  open.names.push(...names);
  open.run.push(...run);
  const note = 'MQTT delivers again what was not acknowledged';
  const asks = run.length === 0;
  if (isNew) listen(call, { protocol: 'mqtt', ...open, asks, redelivers: true, note });
  return { takesCallbacks: true };
};

/** `subscribe({ 'a/b': { qos: 1 } })` */
const keysIn = (thing: Thing | undefined): readonly string[] =>
  objectsOf(thing).flatMap((object) => object.value.entries.flatMap(({ key }) => key ?? []));

/** MQTT.js */
export const mqtt: Library = {
  packages: ['mqtt', 'async-mqtt'],
  recognise: (call) => {
    const [first] = call.args;
    switch (lastStep(call.callee.path)) {
      case 'publish':
      case 'publishAsync': {
        const names = namesIn(first);
        return { deeds: [publish('mqtt', names, { label: `mqtt ${names[0] ?? '?'}` })] };
      }
      case 'subscribe':
      case 'subscribeAsync':
        return hear(call, [...namesIn(first), ...keysIn(first)], []);
      case 'on':
        return plainTextsOf(first)[0] === 'message' ? hear(call, [], callbacks(call)) : undefined;
      default:
        return undefined;
    }
  },
};
