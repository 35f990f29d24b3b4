import { readFileSync, writeFileSync } from 'node:fs';

if (readFileSync('contracts/orders.proto', 'utf8') === 'broken') {
  process.stderr.write('the contract is broken\n');
  process.exitCode = 1;
} else writeFileSync('contracts/generated.ts', 'export {};\n');
