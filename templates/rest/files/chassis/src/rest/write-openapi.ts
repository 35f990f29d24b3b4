import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { apisIn, openApiText } from './openapi.ts';

/** `node write-openapi.ts <folder of APIs> <file>` */
const [source = '', target = ''] = process.argv.slice(2);
const apis = await apisIn(pathToFileURL(`${resolve(source)}/`));
await writeFile(target, openApiText(...apis));
