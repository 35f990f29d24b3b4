import { newDatabase } from './database.ts';

const [adminUrl = ''] = process.argv.slice(2);
console.log(
  JSON.stringify({ orders: await newDatabase(adminUrl, 'orders'), broker: await newDatabase(adminUrl, 'broker') }),
);
