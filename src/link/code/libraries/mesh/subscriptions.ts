import { fieldOf, functionsOf, itemsOf, optionsOf, plainTextsOf } from '../../things.ts';
import type { LibraryCall, Thing } from '../../types.ts';
import { listen } from '../kit.ts';

/** What a handler answers: `res.json([…])`, `reply.send([…])`, or what it returns. */
const answersOf = (thing: Thing): readonly Thing[] =>
  functionsOf(thing).flatMap((fn) => {
    const { program } = fn.scope;
    const scope = program.enter(fn, []);
    const { fact } = scope.module;
    const sent = (fact.functions[fn.id]?.calls ?? []).flatMap((index) => {
      const call = fact.calls[index];
      const isSent = call?.callee.kind === 'member' && /^(?:json|send|jsonp)$/.test(call.callee.name);
      return isSent && call.args[0] ? [program.evaluate(call.args[0], scope)] : [];
    });
    return [...sent, program.call(fn, [], scope)];
  });

/** Dapr asks an application at `/dapr/subscribe` which topics it wants, and where. */
export const noteSubscriptions = (call: LibraryCall, run: readonly Thing[]): void => {
  const { program } = call.scope;
  const wanted = run.flatMap(answersOf).flatMap((answer) => optionsOf(answer).flatMap((one) => itemsOf(one)));
  for (const item of wanted) {
    const [topic] = plainTextsOf(fieldOf(item, 'topic', program));
    const [pubsub] = [
      ...plainTextsOf(fieldOf(item, 'pubsubname', program)),
      ...plainTextsOf(fieldOf(item, 'pubsubName', program)),
    ];
    if (topic === undefined) continue;
    const names = [pubsub === undefined ? topic : `${pubsub}/${topic}`];
    listen(call, { protocol: 'dapr', names, run: [], redelivers: true, note: 'Dapr delivers at least once' });
  }
};
