import process from 'node:process';
import { startPostgres } from '../chassis/src/testing/postgres.ts';

/** The server of the workspace's tests, until standard input ends. */
const server = await startPostgres();
process.stdout.write(`${server.adminUrl}\n`);
process.stdin.resume().once('end', () => void server.stop().then(() => process.exit(0)));
