import { constantOf, pascalOf, snakeOf, type Planned } from '../plan.ts';

export const databaseVariable = ({ name }: Planned): string => `${constantOf(name)}_DATABASE_URL`;
export const tableOf = ({ noun }: Planned): string => `${noun}s`;

/** `src/store/repository.ts` and what else the way of keeping data needs, below the service's folder. */
export function storeFiles(service: Planned): Readonly<Record<string, string>> {
  switch (service.keeper) {
    case 'prisma':
      return { 'prisma/schema.prisma': prismaSchema(service), 'src/store/repository.ts': prismaRepository(service) };
    case 'typeorm':
      return {
        'src/store/entity.ts': entity(service),
        'src/store/data-source.ts': dataSource(service),
        'src/store/repository.ts': typeormRepository(service),
        'migrations/0001-start.sql': migration(service),
      };
    case 'mongoose':
      return { 'src/store/model.ts': mongooseModel(service), 'src/store/repository.ts': mongooseRepository(service) };
    case 'pg':
      return { 'migrations/0001-start.sql': migration(service), 'src/store/repository.ts': pgRepository(service) };
  }
}

const prismaSchema = (service: Planned): string => `generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "postgresql"
  url      = env("${databaseVariable(service)}")
}

model ${pascalOf(service.noun)} {
  id        String   @id @default(uuid())
  state     String
  label     String?
  createdAt DateTime @default(now())
  lines     Line[]

  @@unique([label, state])
  @@map("${tableOf(service)}")
}

model Line {
  id     Int    @id @default(autoincrement())
  ref    String
  amount Int
  owner  ${pascalOf(service.noun)} @relation(fields: [ref], references: [id])
}
`;

const prismaRepository = ({ noun }: Planned): string => `import { PrismaClient } from '@prisma/client';

export class Repository {
  private readonly prisma = new PrismaClient();

  find(id: string) {
    return this.prisma.${noun}.findUnique({ where: { id }, include: { lines: true } });
  }

  async save(id: string, state: string) {
    return this.prisma.$transaction(async (tx) => {
      const saved = await tx.${noun}.upsert({ where: { id }, create: { id, state }, update: { state } });
      await tx.line.create({ data: { ref: saved.id, amount: 1 } });
      return saved;
    });
  }
}
`;

const migration = (service: Planned): string => `create table ${tableOf(service)} (
  id uuid primary key,
  state text not null,
  label text,
  created_at timestamptz not null default now(),
  unique (label, state)
);

create table ${service.noun}_lines (
  id bigserial primary key,
  ref uuid not null references ${tableOf(service)} (id),
  amount integer not null check (amount >= 0)
);

create index ${service.noun}_lines_ref on ${service.noun}_lines (ref);
`;

const entity = (
  service: Planned,
): string => `import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity({ name: '${tableOf(service)}' })
export class ${pascalOf(service.noun)}Entity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column()
  state!: string;

  @Column({ nullable: true })
  label?: string;

  @CreateDateColumn({ name: 'created_at' })
  createdAt!: Date;
}
`;

const dataSource = (service: Planned): string => `import { DataSource } from 'typeorm';
import { ${pascalOf(service.noun)}Entity } from './entity';

export const dataSource = new DataSource({
  type: 'postgres',
  url: process.env.${databaseVariable(service)},
  entities: [${pascalOf(service.noun)}Entity],
  migrations: ['migrations/*.sql'],
  synchronize: false,
});
`;

const typeormRepository = ({ noun }: Planned): string => `import { dataSource } from './data-source';
import { ${pascalOf(noun)}Entity } from './entity';

export class Repository {
  private readonly rows = dataSource.getRepository(${pascalOf(noun)}Entity);

  find(id: string) {
    return this.rows.findOne({ where: { id } });
  }

  async save(id: string, state: string) {
    return dataSource.transaction(async (manager) => manager.save(${pascalOf(noun)}Entity, { id, state }));
  }
}
`;

const pgRepository = (service: Planned): string => `import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.${databaseVariable(service)}, max: 10 });

export class Repository {
  async find(id: string) {
    const { rows } = await pool.query('select id, state from ${tableOf(service)} where id = $1', [id]);
    return rows[0];
  }

  async save(id: string, state: string) {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query(
        \`insert into ${tableOf(service)} (id, state) values ($1, $2)
         on conflict (id) do update set state = excluded.state\`,
        [id, state],
      );
      await client.query('commit');
    } finally {
      client.release();
    }
  }
}
`;

const mongooseModel = (service: Planned): string => `import { Schema, connect, model } from 'mongoose';

export const open = () => connect(process.env.${databaseVariable(service)} as string);

const schema = new Schema({ state: String, label: { type: String, unique: true } }, { collection: '${tableOf(service)}' });

export const ${pascalOf(service.noun)}Model = model('${pascalOf(service.noun)}', schema);
`;

const mongooseRepository = ({ noun }: Planned): string => `import { ${pascalOf(noun)}Model, open } from './model';

export class Repository {
  private readonly ready = open();

  async find(id: string) {
    await this.ready;
    return ${pascalOf(noun)}Model.findById(id).lean();
  }

  async save(id: string, state: string) {
    await this.ready;
    return ${pascalOf(noun)}Model.findByIdAndUpdate(id, { $set: { state } }, { upsert: true });
  }
}
`;

/** Where the database answers, in compose and in the cluster alike. */
export const databaseUrl = (service: Planned): string =>
  service.keeper === 'mongoose'
    ? `mongodb://mongo:27017/${snakeOf(service.name)}`
    : `postgres://app:app@postgres:5432/${snakeOf(service.name)}`;
