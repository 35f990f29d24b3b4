import type { Fault } from '../../src/lint/kit.ts';

const entity = `import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('guests')
export class Guest {
  @PrimaryColumn('uuid')
  id!: string;

  @Column()
  email!: string;
}
`;

export default [
  {
    title: 'an entity behind the barrel of the platform library',
    in: 'nest',
    edits: {
      'libs/platform/src/guest.entity.ts': entity,
      'libs/platform/src/index.ts': [
        [
          "export { start } from './start';",
          "export { start } from './start';\nexport { Guest } from './guest.entity';",
        ],
      ],
    },
    at: { file: 'libs/platform/src/guest.entity.ts', line: 'class Guest' },
  },
  {
    title: 'an entity among the contracts',
    in: 'nest',
    edits: {
      'libs/contracts/src/guest.entity.ts': entity,
      'libs/contracts/src/index.ts': [
        ['export type { RoomsClient', "export { Guest } from './guest.entity';\nexport type { RoomsClient"],
      ],
    },
    at: { file: 'libs/contracts/src/guest.entity.ts', line: 'class Guest' },
  },
  {
    title: 'a Mongoose model that two services import from a package',
    in: 'express',
    edits: {
      'packages/platform/src/parcel.ts':
        "import { model, Schema } from 'mongoose';\n\nexport const Parcel = model('Parcel', new Schema({ sender: String, weight: Number }));\n",
      'services/shipping/src/settle-delivered.ts': [
        [
          "import { log } from '@parcels/platform/log';",
          "import { log } from '@parcels/platform/log';\nimport { Parcel } from '@parcels/platform/parcel';",
        ],
        ['log.error({ error, parcel }', 'log.error({ error, parcel, of: Parcel.modelName }'],
      ],
      'services/tracking/src/main.ts': [
        ["import { Parcel } from './parcel.ts';", "import { Parcel } from '@parcels/platform/parcel';"],
      ],
    },
    at: { file: 'packages/platform/src/parcel.ts', line: "model('Parcel'" },
  },
  {
    title: 'a Drizzle table among the messages',
    in: 'express',
    edits: {
      'packages/messages/src/senders.ts':
        "import { pgTable, text, uuid } from 'drizzle-orm/pg-core';\n\nexport const senders = pgTable('senders', { id: uuid('id'), name: text('name') });\n",
      'packages/messages/src/index.ts': [
        ['/** Names of the messages', "export { senders } from './senders.ts';\n\n/** Names of the messages"],
      ],
    },
    at: { file: 'packages/messages/src/senders.ts', line: "pgTable('senders'" },
  },
  {
    title: 'a package that queries one table for two services',
    in: 'express',
    edits: {
      'packages/platform/src/prices.ts':
        "import { Pool } from 'pg';\n\nconst pool = new Pool({ connectionString: process.env.DATABASE_URL });\nexport const priceFor = async (weight: number) => (await pool.query('select price from tariffs where from_weight <= $1', [weight])).rows[0];\n",
      'services/tariffs/src/main.ts': [
        ['import { serve }', "import { priceFor } from '@parcels/platform/prices';\nimport { serve }"],
        ['response.json({ price: rows[0].price })', 'response.json({ price: rows[0].price, next: await priceFor(1) })'],
      ],
      'services/shipping/src/book-parcel.ts': [
        ["import { priceOf } from './tariffs.ts';", "import { priceFor as priceOf } from '@parcels/platform/prices';"],
      ],
    },
    at: { file: 'packages/platform/src/prices.ts', line: 'select price from tariffs' },
  },
  {
    title: 'a table of the domain in the chassis',
    in: 'generated',
    edits: {
      'chassis/src/customers.ts':
        "import { pgTable, text } from 'drizzle-orm/pg-core';\n\nexport const customers = pgTable('customers', { id: text('id'), name: text('name') });\n",
      'services/orders/application/place-order.ts': [
        ['import type { Stores }', "import { customers } from '@shop/chassis/customers';\nimport type { Stores }"],
      ],
      'services/shipping/application/send-parcel.ts': [
        ['import type { Stores }', "import { customers } from '@shop/chassis/customers';\nimport type { Stores }"],
      ],
    },
    at: { file: 'chassis/src/customers.ts', line: "pgTable('customers'" },
  },
] satisfies readonly Fault[];
