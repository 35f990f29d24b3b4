import type { Evidence } from '../../model/evidence.ts';
import type { CloudFunctionFact, TriggerFact } from '../../model/fact/cloud.ts';
import { folderOf, joined } from '../../model/paths.ts';
import { fileFinder } from './resolve.ts';
import { functionsOf, librariesOf } from './things.ts';
import type { Handler, LibraryThing, Program, Thing } from './types.ts';

/** Why a transport may deliver a message again. */
const DELIVERIES: Readonly<Record<string, string>> = {
  sqs: 'SQS delivers at least once',
  sns: 'SNS delivers at least once',
  eventbridge: 'EventBridge delivers at least once',
  dynamodb: 'a stream is read again after a failure',
  kinesis: 'a stream is read again after a failure',
  s3: 'S3 notifies at least once',
};

/** `middy(handler).use(…)`: what a wrapper was given. */
const wrapped = (thing: LibraryThing): readonly Thing[] => {
  for (let step: LibraryThing | undefined = thing; step; step = step.parent) {
    const given = (step.args ?? []).flatMap((arg) => functionsOf(arg));
    if (given.length > 0) return given;
  }
  return [];
};

const handlersIn = (thing: Thing | undefined): readonly Thing[] => {
  const own = functionsOf(thing);
  return own.length > 0 ? own : librariesOf(thing).flatMap(wrapped);
};

const handlerOf = (fact: CloudFunctionFact, trigger: TriggerFact, file: string, run: readonly Thing[]): Handler => {
  const { protocol, names, method, path } = trigger;
  const evidence: Evidence = {
    file,
    line: trigger.at[0],
    column: trigger.at[1],
    basis: 'declared',
    note: `${fact.name} ${path === undefined ? (names[0] ?? protocol) : `${method ?? 'ANY'} ${path}`}`,
  };
  if (protocol === 'http')
    return {
      trigger: 'http',
      protocol,
      name: fact.name,
      path: path ?? '/',
      method: method === undefined || method === '*' ? 'ANY' : method.toUpperCase(),
      run,
      evidence,
    };
  if (protocol === 'schedule') return { trigger: 'schedule', protocol, name: fact.name, run, evidence };
  return {
    trigger: 'message',
    protocol,
    name: names.length > 0 ? `${names.join(' | ')} ${fact.name}` : fact.name,
    channel: { names, asked: true },
    delivery: { redelivers: true, note: DELIVERIES[protocol] ?? 'delivered at least once' },
    run,
    evidence,
  };
};

/** Functions that a cloud runs, with what makes it run them. */
export const noteFunctions = (program: Program): void => {
  const find = fileFinder(program.own);
  for (const { file, fact } of program.workspace.index.ofKind('cloud-function')) {
    const entry = joined(folderOf(file), fact.entry);
    const found = entry === undefined ? undefined : find(entry);
    if (found === undefined) continue;
    const run = handlersIn(program.exported(found, fact.handler));
    for (const trigger of fact.triggers) program.handlers.push(handlerOf(fact, trigger, file, run));
  }
};
