import { defineRule, libraryOf, traitsOf, wholeNumber } from '../../src/lint/kit.ts';

export default defineRule({
  id: 'unstructured-logs',
  group: 'running',
  tier: 'advice',
  optIn: true,
  summary: 'A service writes its log as records, through one logger.',
  why: 'A line of `console.log` has no level, no time, no service and no request id. It cannot be filtered, counted or alerted on; objects spread over many lines that collectors take for many records; and in the bad hour nobody can turn the level up, or the noise down.',
  decided:
    'Calls of `console` (log, info, warn, error, debug, trace) in the service’s own code are counted. More than `maxCalls` (default 2, for what is said at the start) is a note, beside a structured logger or without one.',
  notReported: [
    'front ends and jobs',
    'scripts, seeds, migrations and command-line tools in the same folder',
    'what a shared library writes',
    'loggers of a framework, though they may print plain text too',
  ],
  remedy: 'Log through pino or winston in JSON, with a request id in every record',
  sources: [
    'The Twelve-Factor App, XI: Logs',
    'Richardson, Microservices Patterns, chapter 11: Log aggregation',
    'OpenTelemetry specification: Logs data model',
  ],
  options: { maxCalls: wholeNumber('Calls of console that a service may have.', { default: 2, min: 0 }) },
  messages: {
    beside: ({ service, count, logger }: { service: string; count: number; logger: string }) =>
      `${service} logs with console in ${count} places, beside ${logger}`,
    instead: ({ service, count }: { service: string; count: number }) =>
      `${service} logs with console in ${count} places, and has no logger`,
  },
  *check(model, say, option) {
    for (const { name, kind } of model.services) {
      const traits = kind === 'frontend' || kind === 'job' ? undefined : traitsOf(model, name);
      if (traits?.code !== 'read' || !traits.console || traits.console.count <= option('maxCalls')) continue;
      const { count, at } = traits.console;
      const logger = libraryOf(traits, loggers);
      const proof = {
        at,
        related: logger ? [{ ...logger.at, note: `imports ${logger.name}` }] : [],
        services: [name],
        subject: [name] as const,
      };
      if (logger) yield say('beside', { service: name, count, logger: logger.name }, proof);
      else yield say('instead', { service: name, count }, proof);
    }
  },
});

const loggers =
  /^(?:pino|pino-http|nestjs-pino|winston|nest-winston|nest-winston-logger|express-winston|bunyan|log4js|tslog|roarr|loglevel|consola|signale|npmlog|@logtape\/logtape|adze|caterpillar|lambda-log|@aws-lambda-powertools\/logger|@google-cloud\/logging[\w-]*|@ogma\/[\w-]+|@nestjs-pino\/[\w-]+)(?:\/|$)/;
