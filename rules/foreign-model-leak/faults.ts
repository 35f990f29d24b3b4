import type { Fault } from '../../src/lint/kit.ts';

const leaking = (name: string, from: string): string => `import type { ${name} } from '${from}';`;

/** A file that begins with an import gets another one in front. */
const inFront = (title: string, file: string, first: string, [name, from]: readonly [string, string]): Fault => ({
  title,
  in: 'generated',
  edits: { [file]: [[first, `${leaking(name, from)}\n${first}`]] },
  at: { file, line: `import type { ${name} }` },
});
/** A file of the domain that the service's own code takes up. */
const beside = (title: string, file: string, user: readonly [path: string, first: string]): Fault => ({
  title,
  in: 'nest',
  edits: {
    [file]: `${leaking('FindRoomResponse', '@stays/contracts')}\n\nexport const priceOf = (room: FindRoomResponse): number => room.priceCents;\n`,
    [user[0]]: [[user[1], `import { priceOf } from './${file.split('/src/')[1]?.replace('.ts', '')}';\n${user[1]}`]],
  },
  at: { file, line: 'import type { FindRoomResponse }' },
});

const crypto = "import { randomUUID } from 'node:crypto';";

export default [
  inFront('an event of orders in the domain of payments', 'services/payments/domain/payment.ts', crypto, [
    'OrderPlaced',
    '@shop/contracts/orders/v1/events_pb',
  ]),
  inFront('an answer of orders in the domain of shipping', 'services/shipping/domain/parcel.ts', crypto, [
    'Order',
    '@shop/contracts/orders/v1/orders_pb',
  ]),
  inFront(
    'an event of payments in a use case of shipping',
    'services/shipping/application/when-payment-captured.ts',
    "import type { Stores } from './ports.ts';",
    ['PaymentCaptured', '@shop/contracts/payments/v1/events_pb'],
  ),
  beside('an answer of rooms in the domain of bookings', 'apps/bookings/src/domain/price.ts', [
    'apps/bookings/src/bookings.service.ts',
    "import { Injectable } from '@nestjs/common';",
  ]),
  beside('an answer of rooms in a use case of the gateway', 'apps/gateway/src/application/offer.ts', [
    'apps/gateway/src/rooms.controller.ts',
    "import { Metadata } from '@grpc/grpc-js';",
  ]),
] satisfies readonly Fault[];
