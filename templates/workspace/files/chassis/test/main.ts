import process from 'node:process';
import { runProcess } from '../src/process.ts';
import { back, front } from './contexts.ts';

/** A process that mounts what CONTEXTS names. */
const names = process.env['CONTEXTS']?.split(',') ?? [];
await runProcess({ name: names.join('+'), contexts: [front, back].filter(({ name }) => names.includes(name)) });
