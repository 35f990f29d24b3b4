import process from 'node:process';
import { operate } from './operate.ts';

/** `npm run operate -- <command> <context>`; in the image `node dist/operate.js <command> <context>`. */
const { code, output, error } = await operate(process.argv.slice(2), process.env);
process.stdout.write(output);
process.stderr.write(error);
process.exit(code);
