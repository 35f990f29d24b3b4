import type { Evidence } from '../../src/model/evidence.ts';
import type { ProofLine } from '../../src/model/rule.ts';
import type { Traits } from '../../src/model/traits.ts';

/** Libraries that handle SIGTERM once they are used, and frameworks that do so without being asked. */
export const handlesSignals = new RegExp(
  `^(?:${[
    '@godaddy/terminus',
    'lightship',
    'stoppable',
    'http-terminator',
    'http-graceful-shutdown',
    'http-shutdown',
    'close-with-grace',
    'express-graceful-shutdown',
    'fastify-graceful-shutdown',
    'fastify-cli',
    'koa-graceful-shutdown',
    'node-graceful-shutdown',
    'nestjs-graceful-shutdown',
    'nestjs-shutdown',
    '@tygra/nestjs-graceful-shutdown',
    'graceful-shutdown',
    'moderate-graceful-shutdown',
    'shutdown-async',
    'exit-hook',
    'async-exit-hook',
    'death',
    'signal-exit',
    'moleculer(?:-runner)?',
    'sails',
    '@loopback/core',
    '@loopback/boot',
    '@adonisjs/core',
    '@midwayjs/(?:core|bootstrap)',
    'egg',
    '@strapi/strapi',
    'actionhero',
    '@temporalio/worker',
    'graphile-worker',
    'encore\\.dev',
    '@apollo/server/standalone',
    'apollo-server',
  ].join('|')})(?:/|$)`,
);

/** What was looked for, for `msvc explain`. */
export const proofOf = ({ endings, libraries }: Traits, start: Evidence): ProofLine[] => [
  { about: 'anchor', text: 'a server or consumer is started', at: start },
  ...endings.map(({ by, at }) => ({ about: 'signal', text: `${by} alone is handled`, at })),
  { about: 'looked for', text: 'a handler of SIGTERM in a function that is reached: not found' },
  { about: '', text: 'enableShutdownHooks(): not found' },
  { about: '', text: `a library that handles signals: none of the ${libraries.length} that are imported` },
  { about: 'verdict', text: 'violated' },
];
