import type { Kind } from './mutation.ts';
import { mutations } from './mutation.ts';

const routes = (names: readonly string[]) => ({
  'services/billing/http.ts': [
    `import express from 'express';`,
    'const app = express();',
    ...names.map((name) => `app.post('/charges/${name}', (request, response) => { response.send({}); });`),
    'app.listen(8080);',
  ].join('\n'),
});

const call = (parts: Pick<Kind, 'imports' | 'type' | 'make' | 'use'>): Kind => ({
  ...parts,
  address: () => 'http://billing:8080',
  subject: (name) => `/charges/${name}`,
  also: routes,
  adds: ({ subject }) => ({ [`orders -> billing sync http POST ${subject}`]: 'use' }),
});

mutations({
  fetch: call({
    imports: '',
    type: 'string',
    make: (address) => address,
    use: (client, subject) =>
      `await fetch(${client} + ${subject}, { method: 'POST', signal: AbortSignal.timeout(500) })`,
  }),
  'an axios instance': call({
    imports: `import axios, { type AxiosInstance } from 'axios';`,
    type: 'AxiosInstance',
    make: (address) => `axios.create({ baseURL: ${address}, timeout: 500 })`,
    use: (client, subject) => `await ${client}.post(${subject}, {})`,
  }),
  'axios with a configuration': call({
    imports: `import axios from 'axios';`,
    type: '{ url: string }',
    make: (address) => `{ url: ${address} }`,
    use: (client, subject) => `await axios({ method: 'post', url: \`\${${client}.url}\${${subject}}\` })`,
  }),
  got: call({
    imports: `import got, { type Got } from 'got';`,
    type: 'Got',
    make: (address) => `got.extend({ prefixUrl: ${address} })`,
    use: (client, subject) => `await ${client}.post(${subject}, { json: {} }).json()`,
  }),
  ky: call({
    imports: `import ky, { type KyInstance } from 'ky';`,
    type: 'KyInstance',
    make: (address) => `ky.create({ prefixUrl: ${address} })`,
    use: (client, subject) => `await ${client}(${subject}, { method: 'post' })`,
  }),
  undici: call({
    imports: `import { request } from 'undici';`,
    type: 'URL',
    make: (address) => `new URL(${address})`,
    use: (client, subject) => `await request(new URL(${subject}, ${client}), { method: 'POST' })`,
  }),
  superagent: call({
    imports: `import superagent from 'superagent';`,
    type: 'string',
    make: (address) => address,
    use: (client, subject) => `await superagent.post(\`\${${client}}\${${subject}}\`).send({})`,
  }),
  'node:http': call({
    imports: `import http from 'node:http';`,
    type: '{ host: string }',
    make: (address) => `{ host: new URL(${address}).hostname, port: 8080 }`,
    use: (client, subject) => `http.request({ ...${client}, method: 'POST', path: ${subject} }).end()`,
  }),
  'Nest HttpService': call({
    imports: `import { HttpService } from '@nestjs/axios';\nimport { firstValueFrom } from 'rxjs';\nimport axios from 'axios';`,
    type: 'HttpService',
    make: (address) => `new HttpService(axios.create({ baseURL: ${address} }))`,
    use: (client, subject) => `await firstValueFrom(${client}.post(${subject}, {}))`,
  }),
});
