import type { Fault } from '../../src/lint/kit.ts';

const rooms = 'libs/contracts/proto/rooms/v1/rooms.proto';
const placed = 'contracts/orders/v1/events.proto';

export default [
  {
    title: 'a price that changed its type',
    in: 'nest',
    edits: { [rooms]: [['  int64 price_cents = 2;', '  string price_cents = 2;']] },
    at: { file: rooms, line: 'string price_cents = 2;' },
  },
  {
    title: 'a field that was deleted, with who asks for it',
    in: 'nest',
    edits: { [rooms]: [['  bool free = 3;\n', '']] },
    at: { file: 'apps/bookings/src/rooms.ts', line: 'this.rooms.findRoom(' },
  },
  {
    title: 'an RPC that was renamed',
    in: 'nest',
    edits: { [rooms]: [['rpc FindRoom(FindRoomRequest)', 'rpc GetRoom(FindRoomRequest)']] },
    at: { file: rooms, line: 'service Rooms {' },
  },
  {
    title: 'an event whose field got another number',
    in: 'generated',
    edits: { [placed]: [['  int64 amount = 3;', '  int64 amount = 7;']] },
    at: { file: placed, line: 'message OrderPlaced {' },
  },
  {
    title: 'a field of an event that was deleted, with who hears it',
    in: 'generated',
    edits: { [placed]: [['  int64 amount = 3;\n', '']] },
    at: { file: 'services/payments/adapters/events/consumers.ts', line: "from '@shop/contracts/orders/v1/events_pb'" },
  },
  {
    title: 'a list where one value was',
    in: 'generated',
    edits: {
      'contracts/orders/v1/orders.proto': [
        ['message GetOrderResponse {\n  Order order = 1;', 'message GetOrderResponse {\n  repeated Order order = 1;'],
      ],
    },
    at: { file: 'contracts/orders/v1/orders.proto', line: 'repeated Order order = 1;' },
  },
] satisfies readonly Fault[];
