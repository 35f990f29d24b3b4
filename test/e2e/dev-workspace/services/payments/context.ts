export const payments = {
  name: 'payments',
  database: process.env['PAYMENTS_DATABASE_URL'] ?? '',
  owner: process.env['PAYMENTS_MIGRATION_URL'] ?? '',
};
