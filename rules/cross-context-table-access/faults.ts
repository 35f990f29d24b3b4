import type { Fault } from '../../src/lint/kit.ts';

const shipping = 'postgres://shipping:${SHIPPING_PASSWORD}@shipping-db:5432/shipping';
const tariffs = 'postgres://tariffs:${TARIFFS_PASSWORD}@tariffs-db:5432/tariffs';
const asOne = [[tariffs, shipping]] as const;

export default [
  {
    title: 'a query of a table that another service’s migration creates',
    in: 'express',
    edits: {
      'compose.yaml': asOne,
      'services/tariffs/src/main.ts': [['select price from tariffs where', 'select price from parcels where']],
    },
    at: { file: 'services/tariffs/src/main.ts', line: 'select price from parcels' },
  },
  {
    title: 'an update of another service’s table',
    in: 'express',
    edits: {
      'compose.yaml': asOne,
      'services/shipping/src/settle-delivered.ts': [
        ['update parcels set delivered_at = $2 where id = $1', 'update tariffs set price = $2 where from_weight = $1'],
      ],
    },
    at: { file: 'services/shipping/src/settle-delivered.ts', line: 'update tariffs' },
  },
  {
    title: 'a foreign key to another service’s table',
    in: 'express',
    edits: {
      'compose.yaml': asOne,
      'services/tariffs/migrations/0002-parcel.sql':
        'alter table tariffs add column parcel uuid references parcels (id);\n',
    },
    at: { file: 'services/tariffs/migrations/0002-parcel.sql', line: 'references parcels' },
  },
  {
    title: 'a table named with another service’s database',
    in: 'express',
    edits: {
      'compose.yaml': [[tariffs, 'postgres://tariffs:${TARIFFS_PASSWORD}@shipping-db:5432/tariffs']],
      'services/shipping/src/settle-delivered.ts': [['update parcels set', 'update tariffs.tariffs set']],
    },
    at: { file: 'services/shipping/src/settle-delivered.ts', line: 'update tariffs.tariffs' },
  },
  {
    title: 'SQL beside an entity that updates the model of another service’s Prisma schema',
    in: 'nest',
    edits: {
      'deploy/rooms.yaml': [['name: rooms-db, key: url', 'name: bookings-db, key: url']],
      'apps/rooms/src/rooms.controller.ts': [
        [
          '    const room = await',
          '    await this.rooms.query(\'update "Booking" set price = 0 where "roomId" = $1\', [roomId]);\n    const room = await',
        ],
      ],
    },
    at: { file: 'apps/rooms/src/rooms.controller.ts', line: 'update "Booking"' },
  },
  {
    title: 'a migration with a foreign key to another service’s table',
    in: 'nest',
    edits: {
      'deploy/notices.yaml': [['name: notices-db, key: url', 'name: rooms-db, key: url']],
      'apps/notices/migrations/0002-room.sql':
        'alter table processed_messages add column room uuid references rooms (id);\n',
    },
    at: { file: 'apps/rooms/migrations/0001-rooms.sql', line: 'create table rooms' },
  },
] satisfies readonly Fault[];
