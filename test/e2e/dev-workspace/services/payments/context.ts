export const payments = { name: 'payments', database: process.env['PAYMENTS_DATABASE_URL'] ?? '' };
