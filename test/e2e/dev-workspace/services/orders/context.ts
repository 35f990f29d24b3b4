export const orders = {
  name: 'orders',
  database: process.env['ORDERS_DATABASE_URL'] ?? '',
  owner: process.env['ORDERS_MIGRATION_URL'] ?? '',
};
