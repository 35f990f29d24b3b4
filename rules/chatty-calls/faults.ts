import type { Fault } from '../../src/lint/kit.ts';

const show = 'services/api/src/show-parcel.ts';
const rooms = 'apps/bookings/src/rooms.ts';
const shipping = 'services/shipping/adapters/rpc/shipping-service.ts';
const one = '  const { data } = await tracking.get(`/v1/parcels/${request.params.id}`);\n  response.json(data);';
const inShow = (body: string): Fault['edits'] => ({ [show]: [[one, body]] });
const find =
  '    const found = await guarded.execute(() =>\n      firstValueFrom(this.rooms.findRoom({ roomId }, new Metadata(), { deadline: Date.now() + 800 })),\n    );';
const ask = (id: string): string =>
  `firstValueFrom(this.rooms.findRoom({ roomId: ${id} }, new Metadata(), { deadline: Date.now() + 800 }))`;
const send =
  '      const parcel = await atomically((stores) => sendParcel(stores, { reference, amount })).catch(asRpcError);';

export default [
  {
    title: 'a call for each parcel of a list',
    in: 'express',
    edits: inShow(
      '  const all = [];\n  for (const id of request.body.ids) all.push(await tracking.get(`/v1/parcels/${id}`));\n  response.json(all);',
    ),
    at: { file: show, line: 'for (const id of request.body.ids)' },
  },
  {
    title: 'calls for all parcels of a list at once',
    in: 'express',
    edits: inShow(
      '  const ids: string[] = request.body.ids;\n  const all = await Promise.all(ids.map((id) => tracking.get(`/v1/parcels/${id}`)));\n  response.json(all);',
    ),
    at: { file: show, line: 'ids.map((id) => tracking.get' },
  },
  {
    title: 'four parcels that are asked for one after the other',
    in: 'express',
    edits: inShow(
      ['a', 'b', 'c', 'd'].map((id) => `  const ${id} = await tracking.get('/v1/parcels/${id}');`).join('\n') +
        '\n  response.json([a, b, c, d]);',
    ),
    at: { file: show, line: "tracking.get('/v1/parcels/a')" },
  },
  {
    title: 'a room that is asked for, for each night',
    in: 'nest',
    edits: {
      [rooms]: [
        [
          find,
          `    let found = await ${ask('roomId')};\n    for (const night of roomId.split(',')) {\n      found = await ${ask('night')};\n    }`,
        ],
      ],
    },
    at: { file: rooms, line: 'roomId: night' },
  },
  {
    title: 'an order that is asked for, for each reference',
    in: 'generated',
    edits: {
      [shipping]: [[send, `      for (const id of reference.split(',')) await orders.knows(id);\n${send}`]],
    },
    at: { file: shipping, line: 'await orders.knows(id)' },
  },
] satisfies readonly Fault[];
