import { lastStep, plainTextsOf } from '../things.ts';
import type { FunctionThing, Library, LibraryCall, Recognised, Thing } from '../types.ts';
import { callbacksOf } from '../walk/callbacks.ts';

const STARTS =
  /^(?:schedule|scheduleJob|CronJob|CronJob\.from|CronTime|Cron|cron|AsyncTask|Task|setInterval|recurring)$/;

const nameOf = ({ scope, id }: FunctionThing): string | undefined => scope.module.fact.functions[id]?.name;

/** A crontab line, as far as it can be told. */
const ruleOf = (args: readonly Thing[]): string =>
  args.flatMap((arg) => plainTextsOf(arg)).find((text) => /^\S+(?: \S+){4,5}$/.test(text)) ?? '';

/** What runs again and again is asked for by nobody: an operation of its own. */
const scheduled = (call: LibraryCall): Recognised | undefined => {
  const run = callbacksOf(call.args);
  const [first] = run;
  if (!first) return undefined;
  const rule = ruleOf(call.args);
  const isTask = call.callee.path.endsWith('Task') || call.callee.package === 'global';
  const name = nameOf(first) ?? (rule === '' ? `${isTask ? 'every' : 'at'} ${call.at.file}:${call.at.line}` : rule);
  call.scope.program.handlers.push({
    trigger: 'schedule',
    protocol: 'schedule',
    name,
    run,
    evidence: { ...call.at, note: rule === '' ? lastStep(call.callee.path) : rule },
  });
  return { takesCallbacks: true };
};

/** What runs by the clock: crontab lines, intervals. */
export const schedules: Library = {
  packages: ['node-cron', 'cron', 'node-schedule', 'croner', 'toad-scheduler', 'cron-job-manager', 'fastify-cron'],
  recognise: (call) =>
    STARTS.test(lastStep(call.callee.path)) || call.callee.path === '' ? scheduled(call) : undefined,
};

/** `setInterval` where a process sets itself up; inside a request it is part of the request. */
export const intervals: Library = {
  packages: ['global', 'timers', 'set-interval-async'],
  recognise: (call) => (/^setInterval(?:Async)?$/.test(call.callee.path) ? scheduled(call) : undefined),
};
