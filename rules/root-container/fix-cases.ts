import type { FixCase } from '../../src/scaffold/fix-kit.ts';

const orders = {
  'compose.yaml': 'services:\n  orders:\n    build: services/orders\n',
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0" } }',
  'services/orders/main.js': "import express from 'express';\nexpress().listen(8080);\n",
};
const path = 'services/orders/Dockerfile';
const repaired = (title: string, before: string, after: string): FixCase => ({
  title,
  files: { ...orders, [path]: before },
  after: { [path]: after },
});
const left = (title: string, text: string, refused: string): FixCase => ({
  title,
  files: { ...orders, [path]: text },
  refused,
});

export default [
  repaired(
    'an image of Node, in front of its command and the comment above it',
    `# Built from the root.
FROM node:24-alpine AS build
WORKDIR /app
COPY . .
RUN npm ci \\
 # the tools too
 && npm run build

FROM node:24-alpine
WORKDIR /app
COPY --from=build /app/dist dist
EXPOSE 8080
# One process, so that signals arrive.
CMD ["node", "dist/main.js"]
`,
    `# Built from the root.
FROM node:24-alpine AS build
WORKDIR /app
COPY . .
RUN npm ci \\
 # the tools too
 && npm run build

FROM node:24-alpine
WORKDIR /app
COPY --from=build /app/dist dist
EXPOSE 8080
USER node
# One process, so that signals arrive.
CMD ["node", "dist/main.js"]
`,
  ),
  repaired(
    'a stage that stands on another one, with Windows line ends and work behind its command',
    'FROM node:24 AS base\r\nWORKDIR /app\r\n\r\nFROM base\r\nCMD ["node", "main.js"]\r\nCOPY . .\r\n',
    'FROM node:24 AS base\r\nWORKDIR /app\r\n\r\nFROM base\r\nCMD ["node", "main.js"]\r\nCOPY . .\r\nUSER node\r\n',
  ),
  repaired(
    'an image that is made root on purpose for a while',
    'FROM node:24\nUSER root\nRUN apt-get update\nCOPY . .\nCMD node main.js\n',
    'FROM node:24\nUSER root\nRUN apt-get update\nCOPY . .\nUSER node\nCMD node main.js\n',
  ),
  repaired(
    'a file that ends without a line end',
    'FROM node:24\nCOPY . .\nENTRYPOINT ["node", "main.js"]',
    'FROM node:24\nCOPY . .\nUSER node\nENTRYPOINT ["node", "main.js"]',
  ),
  left(
    'a base whose users it does not know',
    'FROM alpine:3.22\nRUN apk add nodejs\nCOPY . .\nCMD ["node", "main.js"]\n',
    'Which user alpine:3.22 has is not known: make one (`RUN adduser --system app`) and end the last stage with `USER app`.',
  ),
  left(
    'what writes files when it starts',
    'FROM node:24\nCOPY . .\nCMD ["npm", "run", "build-and-start"]\n',
    'It starts with "build", which may write files that belong to root: give those to a user first.',
  ),
  left(
    'a port that may be kept for root',
    'FROM node:24\nCOPY . .\nEXPOSE 80/tcp\nCMD ["node", "main.js"]\n',
    'It serves port 80/tcp, which may need root: serve one above 1023, then add `USER node`.',
  ),
  left(
    'a folder that outlives the container',
    'FROM node:24\nCOPY . .\nVOLUME /data\nCMD ["node", "main.js"]\n',
    'It writes to a VOLUME, which belongs to root: `chown` that folder, then add `USER node`.',
  ),
  {
    title: 'a manifest that asks for all rights',
    files: {
      ...orders,
      [path]: 'FROM node:24\nCOPY . .\nUSER node\nCMD ["node", "main.js"]\n',
      'compose.yaml': 'services:\n  orders:\n    build: services/orders\n    privileged: true\n',
    },
    refused: 'A manifest asks for these rights: whether the program needs them stands nowhere. Take them out and try.',
  },
] satisfies readonly FixCase[];
