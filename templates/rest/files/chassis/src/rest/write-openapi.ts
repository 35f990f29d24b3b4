import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { RestApi } from './api.ts';
import { openApiText } from './openapi.ts';

/** `node write-openapi.ts <module that exports api> <file>` */
const [source = '', target = ''] = process.argv.slice(2);
const { api } = (await import(pathToFileURL(resolve(source)).href)) as { api: RestApi };
await writeFile(target, openApiText(api));
