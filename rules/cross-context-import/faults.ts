import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'a helper borrowed from another service',
    in: 'express',
    edits: {
      'services/api/src/show-parcel.ts': [
        ['import { tracking }', "import { priceOf } from '../../shipping/src/tariffs.ts';\nimport { tracking }"],
        ['response.json(data)', 'response.json({ ...data, price: await priceOf(data.weight) })'],
      ],
    },
    at: { file: 'services/api/src/show-parcel.ts', line: "from '../../shipping/src/tariffs.ts'" },
  },
  {
    title: 'a connection borrowed from another service',
    in: 'express',
    edits: {
      'services/tariffs/src/main.ts': [
        ["import { Pool } from 'pg';", "import { pool } from '../../shipping/src/pool.ts';"],
        ['const pool = new Pool({ connectionString: process.env.DATABASE_URL });\n', ''],
      ],
    },
    at: { file: 'services/tariffs/src/main.ts', line: '../../shipping/src/pool.ts' },
  },
  {
    title: 'an entity of another service, as a type',
    in: 'nest',
    edits: {
      'apps/bookings/src/rooms.ts': [
        [
          "import { firstValueFrom } from 'rxjs';",
          "import { firstValueFrom } from 'rxjs';\nimport type { Room } from '../../rooms/src/room.entity';",
        ],
        ['readonly price: number };', "readonly price: Room['priceCents'] };"],
      ],
    },
    at: { file: 'apps/bookings/src/rooms.ts', line: '../../rooms/src/room.entity' },
  },
  {
    title: 'a gateway that takes the request’s type from the service behind it',
    in: 'nest',
    edits: {
      'apps/gateway/src/bookings.controller.ts': [
        [
          "import { firstValueFrom } from 'rxjs';",
          "import { firstValueFrom } from 'rxjs';\nimport { type BookingRequest } from '../../bookings/src/bookings.service';",
        ],
        ['@Body() body: unknown', '@Body() body: BookingRequest'],
      ],
    },
    at: { file: 'apps/gateway/src/bookings.controller.ts', line: '../../bookings/src/bookings.service' },
  },
  {
    title: 'an aggregate of another context',
    in: 'generated',
    edits: {
      'services/shipping/application/send-parcel.ts': [
        [
          "import type { Stores } from './ports.ts';",
          "import { type Order } from '../../orders/domain/order.ts';\nimport type { Stores } from './ports.ts';\n\nexport const isFor = (parcel: Parcel, order: Order): boolean => parcel.reference === order.id;",
        ],
      ],
    },
    at: { file: 'services/shipping/application/send-parcel.ts', line: '../../orders/domain/order.ts' },
  },
  {
    title: 'a repository of another context',
    in: 'generated',
    edits: {
      'services/payments/adapters/store/stores.ts': [
        [
          'import { foreignEvents }',
          "import { orderRepository } from '../../../orders/adapters/store/order-repository.ts';\nimport { foreignEvents }",
        ],
      ],
    },
    at: { file: 'services/payments/adapters/store/stores.ts', line: 'orders/adapters/store/order-repository.ts' },
  },
] satisfies readonly Fault[];
