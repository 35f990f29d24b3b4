import { describe, expect, test } from 'vitest';
import { kubernetesReader } from '../../../src/read/kubernetes.ts';
import { addressIn } from '../../../src/read/secrets.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('of a value in a Secret', () => {
  test.each([
    ['DATABASE_URL', 'postgres://shop:hunter2@db:5432/orders?sslmode=require', 'postgres://db:5432/orders'],
    [
      'DATABASE_URL',
      'postgresql://shop:hunter2@db/shop?schema=orders&password=hunter2',
      'postgresql://db/shop?schema=orders',
    ],
    [
      'MONGO_URL',
      'mongodb+srv://shop:hunter2@a.mongodb.net,b.mongodb.net:27017/orders',
      'mongodb+srv://a.mongodb.net,b.mongodb.net:27017/orders',
    ],
    ['url', 'redis://:hunter2@cache:6379/0', 'redis://cache:6379/0'],
    [
      'spring.datasource.url',
      'jdbc:postgresql://db:5432/orders?user=shop&password=hunter2',
      'jdbc:postgresql://db:5432/orders',
    ],
    [
      'DATABASE_URL',
      'postgres://$(Values.db.user):$(Values.db.password)@$(Values.db.host)/orders',
      'postgres://$(Values.db.host)/orders',
    ],
    ['PASSWORDY', 'postgres://shop:hunter2/2@9@db/orders', 'postgres://db/orders'],
    ['SLACK', 'https://hooks.slack.com/services/T0/B0/hunter2', 'https://hooks.slack.com'],
    ['DB_HOST', 'db.internal', 'db.internal'],
    ['db-name', 'orders', 'orders'],
    ['KAFKA_BROKERS', 'k1:9092,k2:9092', 'k1:9092,k2:9092'],
  ])('%s keeps where it is', (name, value, kept) => expect(addressIn(name, value)).toBe(kept));

  test.each([
    ['DB_PASSWORD', 'hunter2'],
    ['DB_USER', 'hunter2'],
    ['API_TOKEN', 'hunter2'],
    ['DATABASE_SECRET_PORT_KEY', 'hunter2'],
    ['JWT', 'eyJhbGciOi.hunter2.x'],
    ['DATABASE_URL', 'postgres://shop:hunter2'],
    ['DATABASE_URL', 'postgres://shop:hun?ter2@db/orders'],
    ['DATABASE_URL', 'postgres://shop:1234?hunter2@db/orders'],
    ['DATABASE_URL', 'jdbc:sqlserver://db:1433;databaseName=orders;password=hunter2'],
    ['DB_HOST', 'Server=db;Password=hunter2'],
    ['ca.crt', '-----BEGIN hunter2-----'],
  ])('%s=%s keeps nothing', (name, value) => expect(addressIn(name, value)).toBeUndefined());

  test('a reader keeps no more, written plainly, in base64 or by a kustomization', () => {
    const url = 'postgres://shop:hunter2@db/orders';
    const secret = `apiVersion: v1\nkind: Secret\nmetadata: { name: orders }\nstringData: { A: "${url}", PASSWORD: hunter2 }\ndata: { B: ${base64(url)}, C: ${base64('hunter2')}, D: hunter2 }\n`;
    const generated = `secretGenerator:\n  - { name: orders, literals: ["A=${url}", "PASSWORD=hunter2"] }\n`;
    const read = (file: string, text: string) => kubernetesReader.read({ file, text }).facts;
    const values = (file: string, text: string) =>
      read(file, text).flatMap((fact) =>
        fact.kind === 'settings' ? fact.entries.map(({ name, value }) => `${name}=${value ?? ''}`) : [],
      );
    expect(values('k8s/secret.yaml', secret)).toEqual([
      'A=postgres://db/orders',
      'PASSWORD=',
      'B=postgres://db/orders',
      'C=',
      'D=',
    ]);
    expect(values('k8s/kustomization.yaml', generated)).toEqual(['A=postgres://db/orders', 'PASSWORD=']);
    for (const facts of [read('a.yaml', secret), read('kustomization.yaml', generated)]) {
      expect(JSON.stringify(facts)).not.toContain('hunter2');
      expect(JSON.stringify(facts)).not.toContain(base64('hunter2').slice(0, 6));
    }
  });
});
