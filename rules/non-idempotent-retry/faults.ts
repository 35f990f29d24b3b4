import type { Fault } from '../../src/lint/kit.ts';

const clients = 'services/api/src/book-parcel.ts';
const bookParcel = 'services/shipping/src/book-parcel.ts';
const gateway = 'apps/gateway/src/bookings.controller.ts';
const bookings = 'apps/bookings/src/bookings.service.ts';
const anew: readonly (readonly [string, string])[] = [
  [
    "      'insert into parcels (request_key, sender, weight, price) values ($1, $2, $3, $4) on conflict (request_key) do update set sender = excluded.sender returning id',\n      [key, sender, weight, price],",
    "      'insert into parcels_log (id, sender, weight, price) values (gen_random_uuid(), $1, $2, $3) returning id',\n      [sender, weight, price],",
  ],
];
const log = {
  'services/shipping/migrations/0002-log.sql':
    'create table parcels_log (id uuid primary key, sender text, weight int, price int);\n',
};
const asked = "  const { data } = await shipping.post('/v1/parcels', request.body, key);\n";
const inLoop = (call: string): string =>
  `  let data: unknown;\n  for (let attempt = 0; attempt < 3; attempt++) {\n    try {\n      ({ data } = await ${call});\n      break;\n    } catch {}\n  }\n`;
const axios = "import axios from 'axios';\nimport type { Request, Response } from 'express';";
const express = "import type { Request, Response } from 'express';";
const posted = 'axios.post(`${process.env.SHIPPING_URL}/v1/parcels`, request.body)';
const direct: readonly (readonly [string, string])[] = [
  [
    "      firstValueFrom(this.http.post('/v1/bookings', body, { headers: { 'Idempotency-Key': key } })),\n",
    "      retry(() => firstValueFrom(this.http.post('/v1/bookings', body))),\n",
  ],
  ["import { firstValueFrom } from 'rxjs';", "import retry from 'p-retry';\nimport { firstValueFrom } from 'rxjs';"],
];
const created = 'transaction.booking.create({ data: { roomId: room.id, price: room.price, night: request.night } });';

export default [
  {
    title: 'a booking that a loop asks for again, of a service that no longer knows it',
    in: 'express',
    edits: {
      ...log,
      [bookParcel]: anew,
      [clients]: [
        [express, axios],
        [asked, inLoop(posted)],
      ],
    },
    at: { file: clients, line: 'axios.post(' },
  },
  {
    title: 'a booking that a wrapper asks for again',
    in: 'express',
    edits: {
      ...log,
      [bookParcel]: anew,
      [clients]: [
        [express, `import retry from 'p-retry';\n${axios}`],
        [asked, `  const { data } = await retry(() => ${posted});\n`],
      ],
    },
    at: { file: clients, line: 'axios.post(' },
  },
  {
    title: 'a booking that waits a while and is asked for again',
    in: 'express',
    edits: {
      ...log,
      [bookParcel]: anew,
      [clients]: [
        [express, `import { backOff } from 'exponential-backoff';\n${axios}`],
        [asked, `  const { data } = await backOff(() => ${posted}, { numOfAttempts: 5 });\n`],
      ],
    },
    at: { file: clients, line: 'axios.post(' },
  },
  {
    title: 'a charge that is tried again without a key',
    in: 'generated',
    edits: {
      'services/payments/application/charge.ts':
        "import Stripe from 'stripe';\n\nconst stripe = new Stripe('');\n\nexport async function charge(amount: number): Promise<void> {\n  for (let attempt = 0; attempt < 3; attempt++) {\n    try {\n      await stripe.paymentIntents.create({ amount });\n      break;\n    } catch {}\n  }\n}\n",
      'services/payments/application/when-order-placed.ts':
        "import { charge } from './charge.ts';\n\nexport async function whenOrderPlaced(): Promise<void> {\n  await charge(1);\n}\n",
    },
    at: { file: 'services/payments/application/charge.ts', line: 'stripe.paymentIntents.create' },
  },
  {
    title: 'a booking of a room that is sent again without its key',
    in: 'nest',
    edits: {
      [gateway]: direct,
      [bookings]: [
        [
          'transaction.booking.upsert({\n        where: { requestKey },\n        create: { requestKey, roomId: room.id, price: room.price, night: request.night, guestEmail: request.guestEmail },\n        update: {},\n      });',
          created,
        ],
      ],
      'apps/bookings/prisma/schema.prisma': [
        ['  requestKey String @unique\n', ''],
        ['\n  @@unique([roomId, night])\n', ''],
      ],
    },
    at: { file: gateway, line: "this.http.post('/v1/bookings', body)" },
  },
] satisfies readonly Fault[];
