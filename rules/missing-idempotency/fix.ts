import type { CallExpression } from 'ts-morph';
import {
  CannotFix,
  changeOf,
  linesBeside,
  nameImported,
  nameOf,
  sourceOf,
  type Fix,
  type Source,
} from '../../src/scaffold/fix-kit.ts';

const consumer = 'chassis/src/consumer.ts';

/** Puts the inbox back in front of the consumers of a generated workspace. */
const fix: Fix = {
  rule: 'missing-idempotency',
  summary:
    'In a workspace that msvc made, puts the inbox back in front of what the consumers do: the message’s id is noted in the transaction of the effect, and a second delivery ends there.',
  plan: async ({ files }) => {
    const isGenerated = files.read(`.msvc/pristine/${consumer}.txt`) !== undefined;
    if (!isGenerated || files.read('chassis/src/inbox.ts') === undefined) return undefined;
    const source = await sourceOf(files, consumer);
    const body = transactionIn(source);
    const [first] = body.getStatements();
    const around = body.getFirstAncestor(
      (node) => source.is.isFunctionDeclaration(node) && node.getParameter('message') !== undefined,
    );
    if (!first || !around)
      throw new CannotFix(
        `${consumer} applies a message in a way that msvc does not change: note its id with firstDelivery() in the transaction.`,
      );
    const { semicolon } = source.style;
    const key = /\bconst businessKey\b/.test(around.getText()) ? ', businessKey' : '';
    const received = `{ id: message.id, channel: message.channel${key} }`;
    const guard = `if (!(await firstDelivery(tx, ${received}))) return false${semicolon}`;
    const edits = [
      ...nameImported(source, './inbox.ts', 'firstDelivery'),
      linesBeside(source, first, { lines: [guard], where: 'before' }),
    ];
    return {
      done: `notes each message in the inbox before it takes effect (${consumer})`,
      changes: [changeOf(source, edits)],
    };
  },
};
export default fix;

/** The block of `database.atomically(async (tx) => { … consumer.apply(tx, …) … })` that does not ask the inbox. */
function transactionIn(source: Source) {
  const { file, is } = source;
  const calls = file.getDescendants().filter((node) => is.isCallExpression(node));
  for (const call of calls.filter(isTransaction)) {
    const [work] = call.getArguments();
    const body = is.isArrowFunction(work) && work.getParameter('tx') ? work.getBody() : undefined;
    if (!is.isBlock(body)) continue;
    const inside = body
      .getDescendants()
      .filter((node) => is.isCallExpression(node))
      .map((node) => nameOf(node.getExpression()));
    if (inside.includes('firstDelivery'))
      throw new CannotFix(`${consumer} asks its inbox already: what is done twice is done beside it.`);
    if (inside.some((name) => name.endsWith('.apply'))) return body;
  }
  throw new CannotFix(
    `${consumer} opens no transaction around a consumer any more: note the message’s id where its effect is written.`,
  );
}

const isTransaction = (call: CallExpression): boolean => nameOf(call.getExpression()).endsWith('.atomically');
