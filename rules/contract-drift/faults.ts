import type { Fault } from '../../src/lint/kit.ts';

const rooms = (response: string, answers = 'FindRoomResponse'): string => `syntax = "proto3";

package rooms.v1;

service Rooms {
  rpc FindRoom(FindRoomRequest) returns (${answers});
}

message FindRoomRequest {
  string room_id = 1;
}

message FindRoomResponse {
  ${response}
}
`;
const inRooms = (line: string) => ({ file: 'libs/contracts/proto/rooms/v1/rooms.proto', line });
const tracked = (field: string): string => `syntax = "proto3";

package tracking.v1;

message ParcelDelivered {
  string parcel = 1;
  ${field}
}
`;

export default [
  {
    title: 'a field that got another number in a copy',
    in: 'nest',
    edits: {
      'apps/bookings/proto/rooms.proto': rooms(
        'string room_id = 1;\n  string name = 2;\n  int64 price_cents = 3;\n  bool free = 4;',
      ),
    },
    at: inRooms('int64 price_cents = 2;'),
  },
  {
    title: 'a price that became a floating point number in a copy',
    in: 'nest',
    edits: {
      'apps/gateway/proto/rooms.proto': rooms('string room_id = 1;\n  double price_cents = 2;\n  bool free = 3;'),
    },
    at: inRooms('int64 price_cents = 2;'),
  },
  {
    title: 'an RPC that streams in a copy',
    in: 'nest',
    edits: {
      'apps/gateway/proto/rooms.proto': rooms(
        'string room_id = 1;\n  int64 price_cents = 2;\n  bool free = 3;',
        'stream FindRoomResponse',
      ),
    },
    at: inRooms('rpc FindRoom(FindRoomRequest)'),
  },
  {
    title: 'a consumer’s copy of an event that reads another field',
    in: 'generated',
    edits: {
      'services/payments/contracts/orders-events.proto':
        'syntax = "proto3";\n\npackage orders.v1;\n\nmessage OrderPlaced {\n  string order_id = 1;\n  int64 amount = 2;\n}\n',
    },
    at: { file: 'services/payments/contracts/orders-events.proto', line: 'int64 amount = 2;' },
  },
  {
    title: 'a caller’s copy whose answer became a list',
    in: 'generated',
    edits: {
      'services/shipping/contracts/orders.proto':
        'syntax = "proto3";\n\npackage orders.v1;\n\nmessage Order {\n  string id = 1;\n}\n\nmessage GetOrderResponse {\n  repeated Order order = 1;\n}\n',
    },
    at: { file: 'services/shipping/contracts/orders.proto', line: 'repeated Order order = 1;' },
  },
  {
    title: 'two contracts of one event that were written apart',
    in: 'express',
    edits: {
      'services/tracking/proto/tracking.proto': tracked('string at = 2;'),
      'services/shipping/proto/tracking.proto': tracked('int64 at = 2;'),
    },
    at: { file: 'services/tracking/proto/tracking.proto', line: 'string at = 2;' },
  },
] satisfies readonly Fault[];
